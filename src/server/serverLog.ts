// What the server's own lines say about the hardware that does the work. Pure: line -> fact, facts -> verdict.
// Trusts only where the weights of the model really lie; which backend was asked for proves nothing.

export type LogFact =
  | { readonly kind: 'weights'; readonly device: string; readonly megabytes: number }
  | { readonly kind: 'noGpu' }
  | { readonly kind: 'backendFailed'; readonly detail: string }
  | { readonly kind: 'modelFailed' };

export type Acceleration =
  | { readonly kind: 'gpu'; readonly device: string }
  | { readonly kind: 'cpu' }
  | { readonly kind: 'unknown' };

export function factFrom(line: string): LogFact | undefined {
  const weights = /^whisper_model_load:\s+(\S+) total size =\s*([\d.]+) MB/.exec(line);
  if (weights !== null) {
    return { kind: 'weights', device: weights[1] ?? '', megabytes: Number(weights[2]) };
  }
  if (/^whisper_backend_init_gpu: no GPU found/.test(line)) return { kind: 'noGpu' };
  const failed =
    /^(?:load_backend: failed to load|ggml_cuda_init: failed to initialize|ROCm error:)\s*(.*)/.exec(line);
  if (failed !== null) return { kind: 'backendFailed', detail: line };
  if (/^error: failed to initialize whisper context/.test(line)) return { kind: 'modelFailed' };
  return undefined;
}

const gpuDevice = /^(ROCm|CUDA|Vulkan|SYCL|Metal)\d*$/;

export function accelerationFrom(facts: readonly LogFact[]): Acceleration {
  const weights = facts.filter((fact) => fact.kind === 'weights');
  const largest = weights.toSorted((a, b) => b.megabytes - a.megabytes)[0];
  if (largest === undefined) return { kind: 'unknown' };
  return gpuDevice.test(largest.device) ? { kind: 'gpu', device: largest.device } : { kind: 'cpu' };
}
