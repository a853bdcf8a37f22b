using System.Runtime.InteropServices;

namespace Bookstore.AspNetCore;

/// <summary>The clients of one state of the configuration, ready to be compared with.</summary>
internal sealed class ClientSet
{
    private readonly byte[] _hashes;
    private readonly ApiClient[] _clients;

    private ClientSet(BookstoreApiOptions source, ClientSet? last, byte[] hashes, ApiClient[] clients)
    {
        Source = source;
        Mapping = new ClaimsMapping(source.Authentication);
        MaxConcurrentRequests = last is null || BookstoreApiOptionsCheck.IsMaxConcurrentRequests(source.MaxConcurrentRequests) ? source.MaxConcurrentRequests : last.MaxConcurrentRequests;
        MaxRequestsPerSecond = last is null || BookstoreApiOptionsCheck.IsMaxRequestsPerSecond(source.MaxRequestsPerSecond) ? source.MaxRequestsPerSecond : last.MaxRequestsPerSecond;
        RateLimitPolicy = RateLimitHeaders.PolicyOf(MaxRequestsPerSecond);
        _hashes = hashes;
        _clients = clients;
    }

    public BookstoreApiOptions Source { get; }

    public ClaimsMapping Mapping { get; }

    public int Count => _clients.Length;

    public int MaxConcurrentRequests { get; }

    public int MaxRequestsPerSecond { get; }

    /// <summary>The share of requests of each client, as a header tells it.</summary>
    public string RateLimitPolicy { get; }

    /// <summary>Reads the configuration. Entries that are wrong are skipped and reported to <paramref name="refuse"/>; limits out of their ranges stay as they were.</summary>
    /// <param name="section">The section of the configuration, for messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="last">The clients of the last state.</param>
    /// <param name="limiterOf">The limiter of a client, which outlives a change.</param>
    /// <param name="refuse">Called with a message for each value that cannot be used.</param>
    public static ClientSet Read(string section, BookstoreApiOptions options, ClientSet? last, Func<string, ClientLimiter> limiterOf, Action<string> refuse)
    {
        var hashes = new List<byte>();
        var clients = new List<ApiClient>();
        foreach (var (name, entry) in options.Clients)
        {
            if (name.Length is 0 or > IdempotencyKey.MaxClientLength || !VisibleText.IsIn(name) || !Texts.IsStorable(name))
            {
                refuse($"{section}:Clients: a client's name has 1 to {IdempotencyKey.MaxClientLength} characters, none of them a control character; \"{name}\" does not.");
                continue;
            }

            var client = new ApiClient(name, ReadRoles($"{section}:Clients:{name}:Roles", entry, refuse), limiterOf(name));
            foreach (var hash in entry.KeyHashes)
            {
                if (!TryReadHash(hash, out var bytes))
                {
                    refuse($"{section}:Clients:{name}:KeyHashes: each is the SHA-256 of a key, {KeyHash.Size * 2} hexadecimal digits; one is not.");
                    continue;
                }

                if (OwnerOf(bytes, hashes, clients) is { } owner && owner.Name != name)
                {
                    refuse($"{section}:Clients:{name}:KeyHashes: one of them is client {owner.Name}'s. Give each client keys of its own.");
                    continue;
                }

                hashes.AddRange(bytes);
                clients.Add(client);
            }
        }

        return new ClientSet(options, last, [.. hashes], [.. clients]);
    }

    /// <summary>Whether the limits are those of the configuration, and not of the one before.</summary>
    public bool HasLimitsOf(BookstoreApiOptions options) =>
        MaxConcurrentRequests == options.MaxConcurrentRequests && MaxRequestsPerSecond == options.MaxRequestsPerSecond;

    /// <summary>Finds who has a key. Every entry is looked at, in a time that does not tell which one matched.</summary>
    public ApiClient? Find(ReadOnlySpan<byte> keyHash)
    {
        var found = -1;
        for (var index = 0; index < _clients.Length; index++)
        {
            if (KeyHash.AreEqual(keyHash, _hashes.AsSpan(index * KeyHash.Size, KeyHash.Size)))
            {
                found = index;
            }
        }

        return found < 0 ? null : _clients[found];
    }

    private static ApiClient? OwnerOf(byte[] hash, List<byte> hashes, List<ApiClient> clients)
    {
        for (var index = 0; index < clients.Count; index++)
        {
            if (CollectionsMarshal.AsSpan(hashes).Slice(index * KeyHash.Size, KeyHash.Size).SequenceEqual(hash))
            {
                return clients[index];
            }
        }

        return null;
    }

    private static ApiRole ReadRoles(string path, ApiClientRegistration entry, Action<string> refuse)
    {
        var roles = ApiRole.None;
        foreach (var text in entry.Roles)
        {
            if (ApiRoles.TryParse(text, out var role))
            {
                roles |= role;
            }
            else
            {
                refuse($"{path}: \"{text}\" is no role. The roles are {string.Join(", ", BookstoreRoles.All)}.");
            }
        }

        return roles;
    }

    private static bool TryReadHash(string? text, out byte[] bytes)
    {
        bytes = new byte[KeyHash.Size];
        return text is { Length: KeyHash.Size * 2 }
            && Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == KeyHash.Size;
    }
}
