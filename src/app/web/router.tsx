/** The addresses of the product: one route for each page, loaded when it is first opened. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'
import { z } from 'zod'
import { auditFilter } from '#admin/web/auditFilter.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { getSetUp } from '#people/api.ts'
import { whoAmI } from '#people/web/session.ts'
import { filter } from '#platform/filter.ts'
import { orders, sortBy } from '#views/view.ts'
import { Desk } from '#app/web/shell/Desk.tsx'
import { BrokenAlone, BrokenPage, MissingAlone } from '#app/web/shell/Trouble.tsx'
import { tabsOf } from './openTabs.ts'

/** An address inside the product, to come back to after signing in. */
const inside = z.string().regex(/^\/(?![/\\])/)
const id = {
  parse: (given: { id: string }) => ({ id: z.coerce.number().int().positive().parse(given.id) }),
  stringify: ({ id: n }: { id: number }) => ({ id: String(n) }),
}

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: MissingAlone, errorComponent: BrokenAlone })

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  validateSearch: z.object({ code: z.string().max(40).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#app/web/pages/SetUpPage.tsx'), 'SetUpPage'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ next: inside.optional().catch(undefined), ended: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#app/web/pages/SignInPage.tsx'), 'SignInPage'),
})

const ssoReturn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/sso',
  component: lazyRouteComponent(() => import('#app/web/pages/SsoReturnPage.tsx'), 'SsoReturnPage'),
})
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('#app/web/pages/ResetPasswordPage.tsx'), 'ResetPasswordPage'),
})

/** Everything below needs a signed-in User; others are led to sign in, or to set up a desk that has nobody yet. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: Desk,
  errorComponent: BrokenAlone,
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await whoAmI(context.queries)
      tabsOf(me.id)
    } catch (error) {
      if (!(error instanceof CallProblem) || error.status !== 401) throw error
      const { needed } = await call(getSetUp, {})
      if (needed) throw redirect({ to: '/set-up' })
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets' })
  },
})
const tickets = createRoute({
  getParentRoute: () => desk,
  path: '/tickets',
  validateSearch: z.object({
    /** Its number; the key of a view made at set-up leads to it. */
    view: z
      .union([z.int().positive(), z.string().regex(/^[a-z_]{1,40}$/)])
      .optional()
      .catch(undefined),
    /** Where it stands, if what stands above narrows it. */
    place: z.int().positive().optional().catch(undefined),
    filter: filter.optional().catch(undefined),
    q: z.string().max(2000).optional().catch(undefined),
    /** The ticket that lies over the list. */
    peek: z.int().positive().optional().catch(undefined),
    sort: sortBy.optional().catch(undefined),
    order: z.enum(orders).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('#app/web/pages/TicketsPage.tsx'), 'TicketsPage'),
})
const newTicket = createRoute({
  getParentRoute: () => desk,
  path: '/tickets/new',
  component: lazyRouteComponent(() => import('#app/web/pages/NewTicketPage.tsx'), 'NewTicketPage'),
})
const ticketImport = createRoute({
  getParentRoute: () => desk,
  path: '/tickets/import',
  validateSearch: z.object({ file: z.int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#app/web/pages/ImportTicketsPage.tsx'), 'ImportTicketsPage'),
})
const ticket = createRoute({
  getParentRoute: () => desk,
  path: '/tickets/$id',
  params: id,
  /** An entry of its History: the form as it was then. */
  validateSearch: z.object({ moment: z.int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#app/web/pages/TicketPage.tsx'), 'TicketPage'),
})
const contacts = createRoute({
  getParentRoute: () => desk,
  path: '/contacts',
  component: lazyRouteComponent(() => import('#app/web/pages/CustomerPages.tsx'), 'ContactsPage'),
})
const duplicates = createRoute({
  getParentRoute: () => desk,
  path: '/contacts/duplicates',
  component: lazyRouteComponent(() => import('#app/web/pages/CustomerPages.tsx'), 'DuplicatesPage'),
})
const contactImport = createRoute({
  getParentRoute: () => desk,
  path: '/contacts/import',
  validateSearch: z.object({ file: z.int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#app/web/pages/CustomerPages.tsx'), 'ImportPage'),
})
const contact = createRoute({
  getParentRoute: () => desk,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('#app/web/pages/ContactPage.tsx'), 'ContactPage'),
})
const accounts = createRoute({
  getParentRoute: () => desk,
  path: '/accounts',
  component: lazyRouteComponent(() => import('#app/web/pages/CustomerPages.tsx'), 'AccountsPage'),
})
const customerAccount = createRoute({
  getParentRoute: () => desk,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => import('#app/web/pages/CustomerAccountPage.tsx'), 'CustomerAccountPage'),
})
const account = createRoute({
  getParentRoute: () => desk,
  path: '/account',
  component: lazyRouteComponent(() => import('#app/web/pages/AccountPage.tsx'), 'AccountPage'),
})
const myTime = createRoute({
  getParentRoute: () => desk,
  path: '/time',
  component: lazyRouteComponent(() => import('#worktime/web/MyTimePage.tsx'), 'MyTimePage'),
})
const notifications = createRoute({
  getParentRoute: () => desk,
  path: '/notifications',
  component: lazyRouteComponent(() => import('#notifications/web/NotificationsPage.tsx'), 'NotificationsPage'),
})
const manage = createRoute({
  getParentRoute: () => desk,
  path: '/manage',
  component: lazyRouteComponent(() => import('#app/web/pages/ManagePage.tsx'), 'ManagePage'),
})
const manageHome = createRoute({
  getParentRoute: () => manage,
  path: '/',
  component: lazyRouteComponent(() => import('#admin/web/ManageRoutes.tsx'), 'ManageHome'),
})
const manageList = createRoute({
  getParentRoute: () => manage,
  path: '/$page',
  validateSearch: auditFilter,
  component: lazyRouteComponent(() => import('#admin/web/ManageRoutes.tsx'), 'ManageListPage'),
})
const manageEditor = createRoute({
  getParentRoute: () => manage,
  path: '/$page/$id',
  validateSearch: z.object({ from: z.int().positive().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('#admin/web/ManageRoutes.tsx'), 'ManageEditorPage'),
})

const routeTree = root.addChildren([
  setUp,
  signIn,
  ssoReturn,
  resetPassword,
  desk.addChildren([
    home,
    tickets,
    newTicket,
    ticketImport,
    ticket,
    contacts,
    duplicates,
    contactImport,
    contact,
    accounts,
    customerAccount,
    account,
    notifications,
    myTime,
    manage.addChildren([manageHome, manageList, manageEditor]),
  ]),
])

/** `queries` is what the page holds of the server's data; routes ask it who is signed in. Without `history` it is the browser's own. */
export const routerWith = (queries: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: BrokenPage,
    ...(history ? { history } : {}),
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerWith>
  }
}
