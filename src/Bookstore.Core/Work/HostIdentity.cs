namespace Bookstore;

/// <summary>This process among the hosts that share a store, new at each start.</summary>
internal sealed class HostIdentity(TimeProvider time)
{
    public Guid Id { get; } = Guid.CreateVersion7(time.GetUtcNow());
}
