import { defineConfig } from 'vite';

const service = process.env.SITMAP_URL ?? 'http://127.0.0.1:8080';
const routes = ['/collections', '/map', '/reports', '/basemap', '/health', '/api', '/conformance'];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // The service forbids inline content (strict CSP): every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(routes.map((route) => [route, service])) },
});
