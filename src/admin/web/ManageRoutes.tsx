/** What stands at the addresses of Manage: its beginning, the list of one page, and the editor of one thing. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#people/web/session.ts'
import { useTitle } from '#platform/web/title.ts'
import { NothingHere } from './NothingHere.tsx'
import { managePages, pages } from './pages.ts'

const phone = '(max-width: 640px)'

/** Where there is room for both, the first page opens at once. */
export function ManageHome() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const first = managePages(useMe().permissions)[0]?.path
  useTitle(t(($) => $.manage.title))
  useEffect(() => {
    if (first !== undefined && !window.matchMedia(phone).matches)
      void navigate({ to: '/manage/$page', params: { page: first }, replace: true })
  }, [first, navigate])
  return first === undefined ? <NothingHere closed /> : null
}

function usePage(path: string) {
  const { t } = useTranslation()
  const me = useMe()
  const page = pages.find((one) => one.path === path)
  useTitle(page ? t(($) => $.manage.page[page.key]) : t(($) => $.manage.title))
  return { page, closed: page !== undefined && !me.permissions.includes(page.permission) }
}

export function ManageListPage() {
  const { page: path } = useParams({ from: '/desk/manage/$page' })
  const { page, closed } = usePage(path)
  if (!page || closed) return <NothingHere closed={closed} />
  return <page.List />
}

export function ManageEditorPage() {
  const { page: path, id } = useParams({ from: '/desk/manage/$page/$id' })
  const { from } = useSearch({ from: '/desk/manage/$page/$id' })
  const { page, closed } = usePage(path)
  const number = id === 'new' ? id : /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined
  if (!page?.Editor || closed || number === undefined) return <NothingHere closed={closed} />
  return <page.Editor key={`${path} ${id} ${from}`} id={number} from={from} />
}
