// The curated list: names of languages, tools and libraries whose spelling speech does not tell, how people say
// them, which dependency or language shows that a project uses them, and which words speak for them. Pure data
// and its reading. Add a line where a name is missing: `Written; said, said; dependency, language; near, near`.
// A name starting with a small letter and holding a capital is an identifier, everything else a name.

import { type Term, termOf } from './terms.ts';

const list = `
; languages and their files
TypeScript; type script; typescript, typescriptreact
JavaScript; java script; javascript, javascriptreact
JSON; jason, jay son, j son; json, jsonc; parse, file, object, field, schema, string, body, response
YAML; yammel, yamel, y a m l; yaml; file, config, configuration, key, indent
TOML; tommel, tom l; toml; file, config
HTML; h t m l; html
CSS; c s s; css
SCSS; s c s s; scss
SQL; s q l; sql; query, table, database
GraphQL; graph q l, graph cue l, graph ql; graphql
regex; reg ex, reg x, redge ex; ; match, pattern, expression
async; a sink, a sync, eight sync; ; function, await, method, call, callback, promise, task
await; a weight, a wait; ; async, promise
enum; e numb, e num, enumb; ; value, type, variant, class
tuple; two pull, toople; ; list, value, return
mutex; mute x, mew tex, mu tex; ; lock, thread, lock, guard
malloc; mall lock, mal lock, mal loc; c, cpp; memory, pointer, free
struct; strucked; c, cpp, rust, go; field, type
stdout; standard out, s t d out, std out; ; print, write, pipe, stream
stderr; s t d error, std err; ; print, write, pipe, stream
stdin; standard in, s t d in, std in; ; read, pipe, stream
localhost; local host; ; port, server, listen, url
middleware; middle where, middle ware; ; request, handler, express, route
webhook; web hook; ; url, payload, request, event
namespace; name space; ; pod, cluster, class
boolean; bully an, boo lean; ; value, flag, true, false
cache; cash; ; hit, miss, key, memory, invalidate, clear, entry, entries, redis
kernel; colonel; ; gpu, linux, cuda, thread
daemon; demon; ; process, service, background
repo; ; git
OAuth; oh auth, o auth; ; token, login, client, flow
JWT; j w t, jot; jsonwebtoken, jose; token, auth
API; a p i; ; call, endpoint, key
CLI; c l i; ; command
URL; u r l; ; request, link
HTTP; h t t p; ; request, server
HTTPS; h t t p s; ; request, server
UUID; u u i d, you you i d; uuid; unique
WebSocket; web socket; ws, socket.io, websockets; connection
WebSockets; web sockets; ws, websockets; connection
gRPC; g r p c, gee r p c; @grpc/grpc-js, grpcio, tonic, google.golang.org/grpc; service, proto, server, client
protobuf; proto buff, proto buf; protobufjs, protobuf, prost; message
; tools
Git; ; ; commit, branch, merge, rebase, push, pull, repository
GitHub; git hub; @octokit/rest; action, issue, pull
GitLab; git lab; ; pipeline, merge
VS Code; v s code, vs code, vee s code; @types/vscode; extension, editor
npm; n p m; ; install, package, script, module, run
npx; n p x; ; run
pnpm; p n p m; pnpm; install, package
ESLint; es lint, e s lint; eslint; rule, lint, config, warning
Prettier; ; prettier; format
Vite; veet, vete; vite; build, bundle, dev, plugin, config, server
Vitest; vee test, v test, veet test; vitest; test
webpack; web pack; webpack; bundle, loader
esbuild; es build, e s build; esbuild; bundle
Biome; ; @biomejs/biome; lint, format
Playwright; play wright, play right; playwright, playwright-core, @playwright/test; test, browser
Jest; ; jest; test
Dockerfile; docker file; dockerfile; image, build, container
Docker; ; dockerfile; container, image, compose, build
Kubernetes; koober netties, cooper netties, kuber netes, cuban etes; kubernetes, @kubernetes/client-node, k8s.io/client-go; pod, cluster, deploy, node, namespace, deployment, affinity, service, container
kubectl; cube control, cube c t l, cube cuddle, kube control, kube ctl, kube c t l; kubernetes, k8s.io/client-go; apply, get, pod
Terraform; terra form; terraform; plan, apply, module
Ansible; ; ansible; playbook
nginx; engine x, engine ex, n jinx; nginx; server, proxy, config, upstream
Prometheus; ; prom-client, prometheus_client; metric
Grafana; graph anna, grafanna; ; dashboard
CMake; c make, see make; cmake; build, target
Makefile; ; makefile; target
Bazel; basil; bazel; build, target
systemd; system d, system dee; ; service, unit
GitOps; git ops; ; deploy
CI; c i; ; pipeline, build
whisper.cpp; whisper c p p, whisper dot c p p; whisper.cpp; model
whisper-server; whisper server; nodejs-whisper; model, port
ggml; g g m l; ggml; model, tensor
llama.cpp; llama c p p, lama c p p; llama-cpp-python; model
Ollama; oh lama, o lama, olama; ollama; model
; gpu and learning
CUDA; cooler, kooda, coda, cuda; cuda, cupy, torch; kernel, kernels, gpu, device, memory, core, cores, driver
ROCm; rock em, rock m, rockum, rock im; rocm, torch; gpu, amd, device, driver
HIP; hip; hip; kernel, gpu, amd, rocm, runtime
Vulkan; vulcan, volcan; vulkan, ash, vulkano; gpu, device, shader, backend, driver
OpenCL; open c l; opencl; gpu
PyTorch; pie torch, pi torch, py torch; torch, torchvision, pytorch; model, tensor, train
TensorFlow; tensor flow; tensorflow; model
NumPy; numb pie, num pie, num pi, none pie; numpy; array
pandas; ; pandas; dataframe
SciPy; sigh pie, side pie; scipy; array
scikit-learn; psychic learn, sy kit learn, side kit learn; scikit-learn; model
HuggingFace; hugging face; transformers, datasets, @huggingface/inference; model, transformers, hub
ONNX; o n n x, onyx, on x; onnx, onnxruntime, onnxruntime-node; model, export, runtime
LLM; l l m; ; model
GPU; g p u; ; memory, driver
; data
PostgreSQL; post gress, post gress q l, postgres q l, post gre sql; pg, psycopg2, postgres, sqlx; database, table, query, server, sql
Postgres; post gres; pg, psycopg2; database
SQLite; sequel light, s q lite, sequel lite, sql light; sqlite3, better-sqlite3, rusqlite; database
MySQL; my sequel, my s q l; mysql, mysql2; database
MongoDB; mongo d b, mongo db; mongodb, mongoose; database
Redis; read is, reddis, red is, ready s; redis, ioredis; cache, key, server, database, queue
SQLAlchemy; sequel alchemy, s q l alchemy; sqlalchemy; model, session
Kafka; cough ka; kafkajs, kafka-python; topic, queue
Elasticsearch; elastic search; @elastic/elasticsearch, elasticsearch; index
; javascript
Node.js; node j s, node js; @types/node; server
Next.js; next j s, next js; next; page
Vue.js; view j s, view js, vue js; vue
Nuxt; ; nuxt; page
Deno; dino, dean o; deno, @deno/shim-deno; runtime, import, run
Bun; ; bun
React; ; react; component, hook, state
Redux; ; redux, @reduxjs/toolkit; store
Svelte; svelt; svelte; component
useState; use state; react
useEffect; use effect; react
useMemo; use memo; react
useCallback; use callback, use call back; react
useRef; use ref; react
useContext; use context; react
setTimeout; set time out, set timeout; javascript, typescript
setInterval; set interval; javascript, typescript
parseInt; parse int; javascript, typescript
toString; to string; javascript, typescript, java
readFileSync; read file sync, read file sink; javascript, typescript
tsconfig; t s config, ts config; typescript; file
tRPC; t r p c; @trpc/server; router
Zod; ; zod; schema
ESM; e s m; ; module, import
CommonJS; common j s, common js; ; module, require
Tailwind; tail wind; tailwindcss; class
Express; ; express; route, middleware
Axios; ack see os; axios; request
; python
asyncio; a sink io, a sync i o, a sink i o; python; loop, task, import
dataclass; data class; python; field, decorator
dataclasses; data classes; python; import
pytest; pie test, pi test, py test; pytest; test, fixture, run
pip; ; python; install
PyPI; pie p i, pi p i; python; package
venv; v n, v env; python; activate
Django; jango, d jango; django; model, view
Flask; ; flask; route, app
FastAPI; fast a p i; fastapi; route, endpoint
Pydantic; pie dantic, pi dantic, pedantic; pydantic; model, field
Jupyter; jupiter; jupyter, notebook; notebook, cell
kwargs; quarks, k wargs, quags; python; argument, pass
mypy; my pie, my pi; mypy; type
; rust, go, c++
rustc; rust c; rust; compile, compiler, build
tokio; tokyo, toe key oh; tokio; runtime, async, spawn, task
serde; sir day, sir dee; serde; derive, serialize
Cargo; ; rust; crate, build
crates.io; crates i o; rust; publish
goroutine; go routine; go; channel, spawn
golang; go lang; go; package
LLVM; l l v m; llvm; compiler
Clang; ; clang; compiler
GCC; g c c; ; compiler
constexpr; const expr; cpp
uint8; you int eight, u int eight; ; byte
size_t; size t; c, cpp
nullptr; null ptr; cpp
`;

export interface KnownTerm extends Term {
  /** Dependencies and languages that show that a project uses it. */
  readonly usedWith: readonly string[];
}

let parsed: readonly KnownTerm[] | undefined;

/** Read at the first need: the start of VS Code does not pay for it. */
export function knownTerms(): readonly KnownTerm[] {
  parsed ??= list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .map((line) => {
      const [written = '', spoken = [], usedWith = [], near = []] = fieldsOf(line);
      const term = termOf(written, 'common', {
        kind: /^\p{Ll}+\p{Lu}/u.test(written) && !startsAsName(written) ? 'identifier' : 'name',
      });
      return { ...term, spoken, near, usedWith };
    });
  return parsed;
}

/** The curated terms as this project knows them: those of what it uses count as its own. */
export function knownTermsFor(used: ReadonlySet<string>): readonly Term[] {
  return knownTerms().map(({ usedWith, ...term }) =>
    usedWith.some((name) => used.has(name)) ? { ...term, source: 'known' as const } : term,
  );
}

function startsAsName(written: string): boolean {
  return ['gRPC', 'tRPC'].includes(written);
}

function fieldsOf(line: string): [string, readonly string[], readonly string[], readonly string[]] {
  const [written = '', ...lists] = line.split(';').map((field) => field.trim());
  const [spoken = [], usedWith = [], near = []] = lists.map((field) =>
    field
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
  return [written, spoken, usedWith, near];
}
