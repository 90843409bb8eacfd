-- Removes a client, which counts no more.
-- KEYS: client
local address = redis.call('HGET', KEYS[1], 'address')
if address then
  redis.call('ZREM', address, KEYS[1])
end
return redis.call('DEL', KEYS[1])
