namespace Bookstore.Storage;

/// <summary>Claims an idempotency key for an operation, in the commit of its own effect.</summary>
internal sealed class KeyClaim
{
    private readonly IdempotencyId _id;
    private readonly Guid _fingerprint;
    private readonly DateTimeOffset _now;

    private KeyClaim(IdempotencyId id, Guid fingerprint, DateTimeOffset now)
    {
        _id = id;
        _fingerprint = fingerprint;
        _now = now;
    }

    /// <summary>Makes the claim, or none when the request came without a key. Its time is the store's.</summary>
    public static KeyClaim? For(IdempotencyKey? key, string operation, Func<Fingerprint> fingerprint, DateTimeOffset now) =>
        key is null ? null : new KeyClaim(new IdempotencyId(key.Client, operation, key.Value), fingerprint().Compute(), now);

    public void Needs(RecordKeys keys) => keys.IdempotencyKeys.Add(_id);

    /// <summary>The claim that came first, if there is one.</summary>
    public IdempotencyRecord? Find(WorkingSet records) => records.IdempotencyKeys.Find(_id);

    /// <summary>Whether the first claim was of the same request.</summary>
    public bool Matches(IdempotencyRecord claimed) => claimed.Fingerprint == _fingerprint;

    /// <summary>Claims the key.</summary>
    public void Stage(WorkingSet records, Guid resourceId, string? outcome = null) => records.IdempotencyKeys.Put(_id, new IdempotencyRecord
    {
        Id = _id,
        Fingerprint = _fingerprint,
        ResourceId = resourceId,
        Outcome = outcome,
        CreatedAt = _now,
    });
}
