// The two parts of undici that Sotto bundles. Its front door would bring the whole of fetch, web sockets and
// caches into the extension, twice the size of everything else together.
declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  type Options = Omit<Dispatcher.RequestOptions, 'origin'>;
  const request: (this: Dispatcher, options: Options) => Promise<Dispatcher.ResponseData>;
  export default request;
}

declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';

  export default Pool;
}
