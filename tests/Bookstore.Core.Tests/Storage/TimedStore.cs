using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Tests.Storage;

/// <summary>A store with a clock of its own, which the test sets.</summary>
internal sealed class TimedStore() : DelegatingStore(new InMemoryStore())
{
    public DateTimeOffset Now { get; set; }

    public bool HasClock { get; set; } = true;

    public override bool HasOwnClock => HasClock;

    public Exception? Fault { get; set; }

    public Action? OnRead { get; set; }

    public List<HostTime> Readings { get; } = [];

    public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        Readings.Add(host);
        OnRead?.Invoke();
        return Fault is null ? ValueTask.FromResult(Now) : ValueTask.FromException<DateTimeOffset>(Fault);
    }
}
