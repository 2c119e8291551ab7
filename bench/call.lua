-- Sends the file that wrk's first argument names, each time with a hookInstance of its own as EHRs do: wrk -s call.lua URL -- results/200.json
local head, tail, count = nil, nil, 0

function init(args)
    local file = assert(io.open(args[1], "rb"))
    local body = file:read("*all")
    file:close()
    local request = wrk.format("POST", wrk.path, { ["Content-Type"] = "application/json" }, body)
    local from, to = request:find('"hookInstance":"%x+%-%x+%-%x+%-%x+%-')
    assert(from and request:sub(to + 13, to + 13) == '"', "no hookInstance in the body")
    -- Two runs against one server share none.
    local random = assert(io.open("/dev/urandom", "rb"))
    local a, b, c, d, e, f, g = random:read(7):byte(1, 7)
    random:close()
    head = request:sub(1, from - 1) .. string.format('"hookInstance":"%02x%02x%02x%02x-%02x%02x-4%03x-8000-', a, b, c, d, e, f, g)
    tail = request:sub(to + 13)
end

function request()
    count = count + 1
    return head .. string.format("%012x", count) .. tail
end
