-- For wrk: posts the lines of a file as JSON bodies in turn, and prints its figures as one line of JSON.
local requests, place = {}, 0

function init(arguments)
  local headers = { ["Content-Type"] = "application/json", ["Host"] = wrk.host }
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, _, _)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format('\n{"requests": %d, "microseconds": %d, "failed": %d}\n', summary.requests, summary.duration, failed))
end
