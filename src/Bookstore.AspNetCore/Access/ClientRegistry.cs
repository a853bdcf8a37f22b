using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bookstore.AspNetCore;

/// <summary>Who may call the API of one shop, as the configuration says now. A change that cannot be used is logged, and what was good before stays.</summary>
internal sealed class ClientRegistry(IOptionsMonitor<BookstoreApiOptions> options, TimeProvider timeProvider, ILogger<ClientRegistry> logger, string? shop)
{
    // To read options that cannot be bound costs an exception each time.
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _name = shop ?? Options.DefaultName;
    private readonly string _section = BookstoreApiOptions.SectionOf(shop);
    private readonly ClientLimiters _limiters = new(timeProvider);
    private ClientSet? _set;
    private string? _failure;
    private long _failedAt;

    /// <summary>Finds who sent a key. Returns <see langword="null"/> for a missing, unknown or revoked key alike.</summary>
    public ApiClient? Find(StringValues key)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Size];
        return key.Count == 1 && KeyHash.TryCompute(key[0], hash) ? Current().Find(hash) : null;
    }

    /// <summary>As <see cref="Find(StringValues)"/>, quickly for a key that the connection sent before.</summary>
    public ApiClient? Find(HttpContext context, StringValues key) => key.Count == 1 ? ConnectionKey.Find(context, key[0], this) : null;

    /// <summary>Finds whose key has a hash, of a key that was sent before. Returns <see langword="null"/> when it was revoked meanwhile.</summary>
    public ApiClient? Find(ReadOnlySpan<byte> keyHash) => Current().Find(keyHash);

    /// <summary>The client of an authenticated identity that is none: it has no role.</summary>
    public ApiClient Unnamed { get; } = new("(no client)", ApiRole.None, new ClientLimiter(timeProvider), isKnown: false);

    /// <summary>Finds the client of an authenticated principal. Returns <see langword="null"/> when it is none.</summary>
    public ApiClient? Find(ClaimsPrincipal principal) =>
        Current().Mapping.Read(principal) is var (name, roles) ? new ApiClient(name, roles, _limiters.Of(name), ClaimsMapping.SubjectOf(principal)) : null;

    /// <summary>Lets a client's request in, which then must leave its limiter; or says when to come again.</summary>
    /// <param name="client">The client.</param>
    /// <param name="headers">The headers of the response, which tell the client's share and what is left of it.</param>
    /// <param name="retryAfter">When to come again.</param>
    public bool TryEnter(ApiClient client, IHeaderDictionary headers, out TimeSpan retryAfter)
    {
        // As the configuration was when the client was found.
        var limits = Volatile.Read(ref _set) ?? Current();
        var isLetIn = client.Limiter.TryEnter(limits.MaxConcurrentRequests, limits.MaxRequestsPerSecond, out retryAfter);
        RateLimitHeaders.Write(headers, client.Limiter, limits);
        return isLetIn;
    }

    /// <summary>Reads the configuration for the first time.</summary>
    public void Load() => Current();

    [SuppressMessage("Design", "CA1031", Justification = "A running shop keeps the last good configuration when a changed one cannot be used.")]
    private ClientSet Current()
    {
        var set = Volatile.Read(ref _set);
        if (set is not null && Volatile.Read(ref _failure) is not null && timeProvider.GetElapsedTime(Volatile.Read(ref _failedAt)) < RetryAfterFailure)
        {
            return set;
        }

        try
        {
            // The monitor hands out another object after each change; reading it anew twice at once does no harm.
            var now = options.Get(_name);
            Volatile.Write(ref _failure, null);
            return set is not null && ReferenceEquals(set.Source, now) ? set : Read(now, set);
        }
        catch (Exception exception) when (set is not null)
        {
            Volatile.Write(ref _failedAt, timeProvider.GetTimestamp());
            if (Interlocked.Exchange(ref _failure, exception.Message) != exception.Message)
            {
                ApiLog.OptionsRefused(logger, exception.Message);
            }

            return set;
        }
    }

    private ClientSet Read(BookstoreApiOptions now, ClientSet? last)
    {
        var set = ClientSet.Read(_section, now, last, _limiters.Of, message => ApiLog.ClientEntryRefused(logger, message));
        if (!set.HasLimitsOf(now))
        {
            ApiLog.OptionsRefused(logger, BookstoreApiOptionsCheck.LimitsHint(_section));
        }

        Volatile.Write(ref _set, set);
        ApiLog.ClientsRead(logger, set.Count);
        return set;
    }
}
