-- What all scripts share: the arguments (name=value), and one line of JSON at the end.
local wrk_threads = 0

function arguments(args)
  local found = {}
  for _, argument in ipairs(args) do
    local name, value = argument:match("^(%w+)=(.*)$")
    if name then found[name] = value end
  end
  return found
end

function isbns(path)
  local found = {}
  for line in io.lines(path) do found[#found + 1] = line end
  return found
end

function setup(thread)
  thread:set("id", wrk_threads)
  wrk_threads = wrk_threads + 1
end

function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"refused":%d,"failed":%d,"p50Ms":%.3f,"p99Ms":%.3f,"p999Ms":%.3f}',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3))
end
