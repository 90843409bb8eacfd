-- Moves the expiry of a client that has one.
-- KEYS: client
-- ARGV: now, expiry, least expiry that is worth no change, time left
local client = redis.call('HMGET', KEYS[1], 'expiry', 'address')
local expiry = client[1] and tonumber(client[1])
if client[1] == '+inf' or not expiry or expiry <= tonumber(ARGV[1]) or expiry >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], 'expiry', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if client[2] then
  redis.call('ZADD', client[2], 'XX', ARGV[2], KEYS[1])
  if redis.call('PTTL', client[2]) >= 0 and redis.call('PTTL', client[2]) < tonumber(ARGV[4]) then
    redis.call('PEXPIRE', client[2], ARGV[4])
  end
end
return 1
