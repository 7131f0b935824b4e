-- For wrk: GETs the path once and again, or with the queries of a file (one a
-- line) in turn behind it.  Prints what t/lib/Jobs/Bench/Server.pm reads.
--
--     wrk -s requests.lua URL -- PATH [FILE]

local requests = {}
local n = 0


function init(args)
    if args[2] == nil then
        requests[1] = wrk.format("GET", args[1])
        return
    end

    for line in io.lines(args[2]) do
        requests[#requests + 1] = wrk.format("GET", args[1] .. "?" .. line)
    end
end


function request()
    n = n + 1

    return requests[(n - 1) % #requests + 1]
end


function done(summary, latency)
    local e = summary.errors

    io.write(string.format("requests %d us %d failed %d\n",
             summary.requests, summary.duration,
             e.status + e.connect + e.read + e.write + e.timeout))
end
