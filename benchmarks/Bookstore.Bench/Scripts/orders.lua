-- POST an order for one copy of a book: BENCH_SCRIPTS=. wrk -s orders.lua ... -- isbns=FILE path=PATH key=KEY [run=ID]
dofile(os.getenv("BENCH_SCRIPTS") .. "/common.lua")

-- With run=ID each request carries an idempotency key of its own.
local requests, heads, tails, count, run, sent = {}, {}, {}, 0, nil, 0

function init(args)
  local given = arguments(args)
  run = given.run
  math.randomseed(os.time() + id)
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["X-API-Key"] = given.key
  for _, isbn in ipairs(isbns(given.isbns)) do
    count = count + 1
    local body = string.format(
      '{"customer_id":"customer-%d","items":[{"isbn":"%s","quantity":1}],"payment":{"card_number":"4242424242424242","expiry":"12/30"}}', count, isbn)
    requests[count] = wrk.format("POST", given.path, nil, body)
    heads[count], tails[count] = requests[count]:match("^(.-\r\n)(.*)$")
  end
end

function request()
  local book = math.random(count)
  if not run then return requests[book] end
  sent = sent + 1
  return heads[book] .. "Idempotency-Key: " .. run .. "-" .. id .. "-" .. sent .. "\r\n" .. tails[book]
end
