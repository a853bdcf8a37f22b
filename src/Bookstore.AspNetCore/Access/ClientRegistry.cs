using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bookstore.AspNetCore;

/// <summary>Who may call, as the configuration says now.</summary>
internal sealed class ClientRegistry(IOptionsMonitor<BookstoreApiOptions> options, TimeProvider timeProvider, ILogger<ClientRegistry> logger)
{
    private readonly ConcurrentDictionary<string, ClientLimiter> _limiters = new(StringComparer.Ordinal);
    private ClientSet? _set;

    /// <summary>Finds who sent a key. A missing, an unknown and a revoked key are the same: nobody's.</summary>
    public ApiClient? Find(StringValues key)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Size];
        return key.Count == 1 && KeyHash.TryCompute(key[0], hash) ? Current().Find(hash) : null;
    }

    /// <summary>Lets a client's request in, which then must leave its limiter; or says when to come again.</summary>
    public bool TryEnter(ApiClient client, out TimeSpan retryAfter)
    {
        var limits = Current().Source;
        return client.Limiter.TryEnter(limits.MaxConcurrentRequests, limits.MaxRequestsPerSecond, out retryAfter);
    }

    private ClientSet Current()
    {
        // The monitor hands out another object after each change; reading it anew twice at once does no harm.
        var now = options.CurrentValue;
        var set = Volatile.Read(ref _set);
        if (set is not null && ReferenceEquals(set.Source, now))
        {
            return set;
        }

        set = ClientSet.Read(now, name => _limiters.GetOrAdd(name, static (_, time) => new ClientLimiter(time), timeProvider), message => ApiLog.ClientEntryRefused(logger, message));
        Volatile.Write(ref _set, set);
        ApiLog.ClientsRead(logger, set.Count);
        return set;
    }
}
