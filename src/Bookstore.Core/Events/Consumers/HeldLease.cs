namespace Bookstore;

/// <summary>How long a run still has its lease, also by the monotonic clock: its end is noticed without the store.</summary>
/// <param name="host">What all runs of the host share.</param>
/// <param name="lease">The lease.</param>
internal sealed class HeldLease(ConsumerHost host, ConsumerLease lease)
{
    private (long At, TimeSpan For) _held;

    public ConsumerLease Lease => lease;

    /// <summary>The end of the lease, in the store's time: from then on another host may have the consumer.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>How much of it is left.</summary>
    public TimeSpan Left => _held.For - host.Time.GetElapsedTime(_held.At);

    /// <summary>Whether it is time to renew it.</summary>
    public bool IsToRenew => Left <= host.Lease * 2 / 3;

    // Tries are asked to end before another host can begin one: they need time for it.
    private TimeSpan Margin => host.Lease / 5;

    /// <summary>Notes until when the lease is.</summary>
    public void Hold(DateTimeOffset until) => (Until, _held) = (until, (host.Time.GetTimestamp(), until - host.Clock.Now));

    /// <summary>Whether tries may be in progress: not right before the end of the lease any more.</summary>
    /// <param name="now">The store's time; <see langword="null"/> where it is not known now.</param>
    public bool AllowsTries(DateTimeOffset? now) => Left > Margin && (now is not { } moment || moment < Until - Margin);
}
