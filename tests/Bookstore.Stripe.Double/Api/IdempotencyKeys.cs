using System.Net;

namespace Bookstore.Stripe.Double.Api;

/// <summary>Answers by idempotency key, as Stripe keeps them: the first one of an endpoint that began to execute, for 24 hours.</summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Claims a key.</summary>
    /// <returns>The answer to repeat; <see langword="null"/> when the request has to be executed.</returns>
    public StripeAnswer? Claim(string key, string fingerprint)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || (entry.Answer is not null && time.GetUtcNow() - entry.At >= Kept))
            {
                _entries[key] = new Entry(fingerprint, time.GetUtcNow(), null);
                return null;
            }

            if (entry.Fingerprint != fingerprint)
            {
                throw new StripeFailure(HttpStatusCode.BadRequest, "idempotency_error", null, $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.");
            }

            return entry.Answer ?? throw new StripeFailure(HttpStatusCode.Conflict, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key.");
        }
    }

    /// <summary>Keeps the answer.</summary>
    public void Keep(string key, StripeAnswer answer)
    {
        lock (_lock)
        {
            _entries[key] = _entries[key] with { Answer = answer };
        }
    }

    /// <summary>Gives the key up: the request had no effect.</summary>
    public void Drop(string key)
    {
        lock (_lock)
        {
            _entries.Remove(key);
        }
    }

    private sealed record Entry(string Fingerprint, DateTimeOffset At, StripeAnswer? Answer);
}

/// <summary>An answer of the API.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, JSON.</param>
internal sealed record StripeAnswer(int Status, string Body);
