namespace Bookstore.Storage;

/// <summary>Claims an idempotency key for an operation, in the commit of its own effect.</summary>
/// <remarks>
/// A key belongs to its client, for all kinds of requests: all are stored under <see cref="Scope"/>, and the fingerprint tells one request from another. The record has what a key was sent for before the outcome, unless it was an order.
/// Versions before stored the keys of other requests than orders under the request's kind and resource: a request that was claimed there is found there.
/// </remarks>
internal sealed class KeyClaim
{
    /// <summary>What all keys are stored under. Keys of orders always were.</summary>
    public const string Scope = "orders";

    private readonly IdempotencyId _id;
    private readonly Guid _fingerprint;
    private readonly DateTimeOffset _now;
    private readonly string? _kind;
    private readonly IdempotencyId _idBefore;
    private readonly Guid _fingerprintBefore;

    private KeyClaim(IdempotencyId id, Guid fingerprint, DateTimeOffset now)
    {
        _id = id;
        _fingerprint = fingerprint;
        _now = now;
    }

    private KeyClaim(IdempotencyId id, Guid fingerprint, DateTimeOffset now, string operation)
        : this(id, new Fingerprint().Add(operation).Add(fingerprint).Compute(), now)
    {
        _kind = KindOf(operation, ':');
        _idBefore = id with { Operation = operation };
        _fingerprintBefore = fingerprint;
    }

    /// <summary>Makes the claim, or none when the request came without a key. Its time is the store's.</summary>
    /// <param name="key">The key.</param>
    /// <param name="operation"><see cref="Scope"/> for an order, else the kind of the request, and behind a colon its resource.</param>
    /// <param name="fingerprint">What else the request says.</param>
    /// <param name="now">The time.</param>
    public static KeyClaim? For(IdempotencyKey? key, string operation, Func<Fingerprint> fingerprint, DateTimeOffset now)
    {
        if (key is null)
        {
            return null;
        }

        var id = new IdempotencyId(key.Client, Scope, key.Value);
        var request = fingerprint().Compute();
        return string.Equals(operation, Scope, StringComparison.Ordinal) ? new KeyClaim(id, request, now) : new KeyClaim(id, request, now, operation);
    }

    /// <summary>What a key was sent for: <see cref="Scope"/> for an order, else the kind of the request.</summary>
    public static string KindOf(IdempotencyRecord claimed) =>
        !string.Equals(claimed.Id.Operation, Scope, StringComparison.Ordinal) ? KindOf(claimed.Id.Operation, ':') : claimed.Outcome is { } outcome ? KindOf(outcome, ' ') : Scope;

    public void Needs(RecordKeys keys)
    {
        keys.IdempotencyKeys.Add(_id);
        if (_kind is not null)
        {
            keys.IdempotencyKeys.Add(_idBefore);
        }
    }

    /// <summary>The claim that came first, if there is one.</summary>
    public IdempotencyRecord? Find(WorkingSet records) => (_kind is null ? null : records.IdempotencyKeys.Find(_idBefore)) ?? records.IdempotencyKeys.Find(_id);

    /// <summary>Whether the first claim was of the same request.</summary>
    public bool Matches(IdempotencyRecord claimed) => claimed.Fingerprint == (claimed.Id == _id ? _fingerprint : _fingerprintBefore);

    /// <summary>What the same request was answered the first time, where that does not follow from its resource.</summary>
    public string? OutcomeOf(IdempotencyRecord claimed) =>
        _kind is null || claimed.Id != _id ? claimed.Outcome
        : claimed.Outcome is { } outcome && outcome.Length > _kind.Length ? outcome[(_kind.Length + 1)..]
        : null;

    /// <summary>Claims the key.</summary>
    public void Stage(WorkingSet records, Guid resourceId, string? outcome = null) => records.IdempotencyKeys.Put(_id, new IdempotencyRecord
    {
        Id = _id,
        Fingerprint = _fingerprint,
        ResourceId = resourceId,
        Outcome = _kind is null || outcome is null ? _kind ?? outcome : $"{_kind} {outcome}",
        CreatedAt = _now,
    });

    private static string KindOf(string text, char end) => text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var length ? text[..length] : text;
}
