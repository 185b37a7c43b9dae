/** The addresses of the product: one route for each page, loaded when it is first opened. */
import { createRootRoute, createRouter } from '@tanstack/react-router'

const root = createRootRoute()

export const router = createRouter({ routeTree: root, defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
