-- What a refresh token stands for.
-- KEYS: refresh token
-- Answers the token, its successor's pair and whether its grace lasts, whether it was used, whether the successor may be
-- used, and of the session: value, generation, expiry, end, end of its remembrance.
local token = redis.call('HMGET', KEYS[1], 'value', 'pair', 'grace', 'successor', 'session')
if not token[1] then
  return nil
end
local fresh = 0
if token[4] and redis.call('HEXISTS', token[4], 'value') == 1 and redis.call('HEXISTS', token[4], 'successor') == 0 then
  fresh = 1
end
local lasts = 0
if token[3] then
  local time = redis.call('TIME')
  lasts = time[1] * 1000 + math.floor(time[2] / 1000) < tonumber(token[3]) and 1 or 0
end
local session = redis.call('HMGET', token[5], 'value', 'generation', 'expiry', 'ended', 'kept')
return {token[1], token[2], lasts, token[4] and 1 or 0, fresh, token[5],
  session[1], session[2], session[3], session[4], session[5]}
