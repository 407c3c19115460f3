-- Asks with another number each time where the address has a place for one, and ends with a line of JSON.
local PLACE = "000000000000"
local ASKED_BEFORE = 10000000

function init(arguments)
  local head, tail = wrk.path:match("^(.-)" .. PLACE .. "(.*)$")
  if head then
    local number = tonumber(arguments[1]) * ASKED_BEFORE
    request = function()
      number = number + 1
      return wrk.format(nil, head .. string.format("%012d", number) .. tail)
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50.0), latency:percentile(99.0),
    errors.status + errors.timeout + errors.connect + errors.read + errors.write
  ))
end
