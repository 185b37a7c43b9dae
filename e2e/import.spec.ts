/** The manual's page Importing tickets. */
import { readFile } from 'node:fs/promises'
import { queryTickets } from '#views/api.ts'
import { expect, expectAccessible, test } from './support/world.ts'

const head = 'Id,Requester email,Group,Subject,Status,Priority,Tags'
const file = (...rows: string[]) => ({ name: 'zendesk 2026-11.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...rows].join('\n')) })
test('A file of another desk: columns understood, what is refused said beforehand, imported, mended, taken back', async ({
  signedIn: page,
  desk,
  api,
}) => {
  await page.goto(`${desk.url}/tickets`)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page).toHaveURL(/\/tickets\/import/)
  await page
    .locator('input[type=file]')
    .setInputFiles(
      file(
        'A1,jana@import.example,Support,Imported one,pending,urgent,vip',
        'A2,jana@import.example,Nowhere,Imported two,open,low,',
        'A3,petr@import.example,Support,Imported three,solved,normal,',
      ),
    )
  // Columns and choices, and the first rows as they will be.
  await expect(page.getByRole('combobox', { name: 'What “Requester email” is' })).toHaveValue('contact')
  await expect(page.getByText(/^Left out: Tags\./)).toBeVisible()
  const preview = page.getByRole('group', { name: 'As they will be' })
  await expect(preview.getByRole('row', { name: /Imported one/ })).toContainText('Waiting')
  await expect(preview.getByText('Category: Not known here. (Nowhere)')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check all rows' }).click()
  const checked = page.getByRole('region', { name: 'What the import would do' })
  await expect(checked.getByText('1 refused')).toBeVisible()

  await page.getByRole('button', { name: 'Import 3 rows' }).click()
  const result = page.getByRole('region', { name: 'What the import did' })
  await expect(result.getByText('2 new')).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await result.getByRole('link', { name: 'Download the refused rows' }).click()
  const refused = await readFile(await (await download).path(), 'utf8')
  expect(refused).toContain('A2,jana@import.example,Nowhere,Imported two,open,low,,2,categoryId: unknown_name (Nowhere)')

  await result.getByRole('button', { name: 'Row by row' }).click()
  await result.getByRole('link', { name: 'Imported one' }).click()
  await expect(page.getByRole('heading', { name: 'Imported one' })).toBeVisible()
  await page.goBack()

  await page.getByRole('region', { name: 'What the import did' }).getByRole('button', { name: 'Undo the import' }).click()
  await page.getByRole('dialog', { name: 'Undo this import?' }).getByRole('button', { name: 'Undo the import' }).click()
  await expect(page.getByText('This import was taken back.')).toBeVisible()
  const { rows } = await api.call(queryTickets, { filter: { field: 'title', op: 'starts_with', value: 'Imported' } })
  expect(rows).toEqual([])
})
