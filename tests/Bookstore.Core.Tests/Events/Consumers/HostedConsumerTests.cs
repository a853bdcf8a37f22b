using System.Threading.Channels;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>Consumers in a host that runs, by the system's clock: each commit says that there may be something to see.</summary>
public sealed class HostedConsumerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new();
    private readonly SemaphoreSlim _commits = new(0);
    private readonly IHost _host;

    public HostedConsumerTests() => _host = NamedShops.Build(services =>
    {
        _consumer.Register(services.AddLogging());
        services.AddBookstore(static options => options.PollInterval = TimeSpan.FromMilliseconds(100))
            .UseStore(_ => new CommitWatchingStore(new InMemoryStore(), _ => _commits.Release()))
            .UseGateway(static _ => new Payments.Simulated.SimulatedPaymentGateway());
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.StopAsync().WaitAsync(Patience);
        _host.Dispose();
        _commits.Dispose();
    }

    [Fact]
    public async Task Start_gives_new_events_as_they_are_committed_and_those_that_are_sent_again()
    {
        _consumer.Consumer = _consumer.Consumer with { ParkAfter = 1 };
        var tried = Channel.CreateUnbounded<(long Position, int Attempt)>();
        _consumer.Answer = (happened, attempt, _) =>
        {
            tried.Writer.TryWrite((happened.Position, attempt));
            return new(attempt == 1 ? ConsumeOutcome.Failed("once") : ConsumeOutcome.Done);
        };
        await _host.StartAsync();
        await UntilAsync(async () => await FindAsync() is not null);

        await _host.StockAsync(null, 1);
        (await ReadAsync(tried)).ShouldBe((1, 1));
        (await ReadAsync(tried)).ShouldBe((2, 1));
        await UntilAsync(async () => (await ListParkedAsync()).Count == 2);
        await _host.Of<IEventConsumers>(null).SendAgainAsync("test", (await ListParkedAsync())[1].Event.Id);
        (await ReadAsync(tried)).ShouldBe((2, 2));

        await UntilAsync(async () => (await ListParkedAsync()).Count == 1);
    }

    [Fact]
    public async Task Start_source_that_lists_a_consumer_no_more_or_a_changed_one_ends_it_or_begins_it_anew()
    {
        await _host.StartAsync();
        await _host.StockAsync(null, 1);
        await UntilAsync(async () => (await FindAsync())?.Position == 2);

        var changed = new RecordingConsumer();
        _consumer.Consumer = changed.Consumer with { Revision = 2 };
        _host.Of<ConsumerEngine>(null).Refresh();
        await UntilAsync(async () => await FindAsync() is { Fence: >= 2, Holder: not null });
        await _host.StockAsync(null, 1);
        await UntilAsync(async () => (await FindAsync())?.Position == 3);
        _consumer.IsListed = false;
        _host.Of<ConsumerEngine>(null).Refresh();
        await UntilAsync(async () => (await FindAsync())?.Holder is null);

        // On a machine that stands still for longer than a lease, they come again.
        _consumer.Positions.Distinct().ShouldBe([1, 2]);
        changed.Positions.Distinct().ShouldBe([3]);
    }

    [Fact]
    public async Task Start_two_consumers_have_one_name_the_first_is_run_and_the_engine_goes_on()
    {
        _consumer.IsTwice = true;
        await _host.StartAsync();

        await _host.StockAsync(null, 1);
        await UntilAsync(async () => (await FindAsync())?.Position == 2);

        _consumer.Positions.Distinct().ShouldBe([1, 2]);
    }

    private static Task<(long Position, int Attempt)> ReadAsync(Channel<(long Position, int Attempt)> tried) => tried.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task UntilAsync(Func<Task<bool>> isReached)
    {
        while (!await isReached())
        {
            (await _commits.WaitAsync(Patience)).ShouldBeTrue("nothing is committed any more");
        }
    }

    private async Task<IReadOnlyList<ParkedEvent>> ListParkedAsync() => (await _host.Of<IEventConsumers>(null).ListParkedAsync("test")).Items;

    private async Task<ConsumerBody?> FindAsync() =>
        await _host.Of<IBookstoreStore>(null).FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf("test")), default) is { } document ? ConsumerDocuments.Consumers.Read(document) : null;
}
