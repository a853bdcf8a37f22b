using System.Threading.Channels;
using Bookstore.Storage;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Of all hosts on one database, one at a time looks for the work that is due, and none has to wait for a host that has died.</summary>
public sealed class SharedRoundTests : IAsyncLifetime
{
    private const string Round = "PaymentSettlement/one";

    // Recovery, customers at the bank, and settlement, of the one gateway.
    private const int Works = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Guid _first = Guid.NewGuid();
    private readonly Guid _second = Guid.NewGuid();
    private string _schema = null!;
    private PostgreSqlStore _store = null!;
    private PostgreSqlStore _other = null!;

    public async Task InitializeAsync()
    {
        _schema = TestServer.NewSchema();
        _store = await OpenAsync();
        _other = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _other.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task TryBeginRoundAsync_another_host_began_within_the_interval_is_refused()
    {
        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeTrue();
        (await _other.TryBeginRoundAsync(Round, _second, Interval, default)).ShouldBeFalse();
        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeFalse();

        await PassAsync(Interval);

        (await _other.TryBeginRoundAsync(Round, _second, Interval, default)).ShouldBeTrue("whichever host began the last one needs to do nothing");
        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task TryBeginRoundAsync_another_work_or_provider_has_rounds_of_its_own()
    {
        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeTrue();
        (await _other.TryBeginRoundAsync("PaymentSettlement/two", _second, Interval, default)).ShouldBeTrue();
        (await _other.TryBeginRoundAsync("OrderRecovery/one", _second, Interval, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task TryBeginRoundAsync_many_hosts_at_once_one_begins()
    {
        for (var i = 0; i < 5; i++)
        {
            var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? _store : _other).TryBeginRoundAsync(Round, Guid.NewGuid(), Interval, default).AsTask()));
            begun.Count(static began => began).ShouldBe(1);
            await PassAsync(Interval);
        }
    }

    [Fact]
    public async Task TryBeginRoundAsync_one_host_began_ten_in_a_row_leaves_the_next_to_the_others()
    {
        for (var i = 0; i < 10; i++)
        {
            (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeTrue();
            await PassAsync(Interval);
        }

        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeFalse();
        (await _other.TryBeginRoundAsync(Round, _second, Interval, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task TryBeginRoundAsync_host_is_alone_misses_one_round_in_eleven()
    {
        var begun = 0;
        for (var i = 0; i < 22; i++)
        {
            begun += await _store.TryBeginRoundAsync(Round, _first, Interval, default) ? 1 : 0;
            await PassAsync(Interval);
        }

        begun.ShouldBe(20);
    }

    [Fact]
    public async Task TryBeginRoundAsync_databases_clock_was_set_back_does_not_wait_until_it_has_caught_up()
    {
        (await _store.TryBeginRoundAsync(Round, _first, Interval, default)).ShouldBeTrue();
        await PassAsync(-3 * Interval);

        (await _other.TryBeginRoundAsync(Round, _second, Interval, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task BackgroundWork_two_hosts_one_looks_for_work_and_the_other_once_it_is_gone()
    {
        await using var first = new RoundHost(await OpenAsync());
        await first.StartAsync();
        var began = await first.RoundsAsync();
        began.ShouldAllBe(static round => round.Began);
        await using var second = new RoundHost(await OpenAsync());
        await second.StartAsync();

        (await second.RoundsAsync()).ShouldAllBe(static round => !round.Began);
        second.Store.Lists.ShouldBe(0);

        await first.StopAsync();
        first.Store.Lists.ShouldBe(began.Count);
        await PassAsync(Interval);
        second.Time.Advance(Interval);

        (await second.RoundsAsync()).ShouldAllBe(static round => round.Began);
        await second.StopAsync();
        second.Store.Lists.ShouldBe(began.Count);
    }

    private async Task<PostgreSqlStore> OpenAsync()
    {
        var store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
        return store;
    }

    private async Task PassAsync(TimeSpan time) => await TestServer.ExecuteAsync($"UPDATE {_schema}.rounds SET begun_at = begun_at - {time.Ticks}");

    /// <summary>A host whose rounds come when its time is advanced.</summary>
    private sealed class RoundHost : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public RoundHost(IBookstoreStore store)
        {
            Store = new RoundStore(store);
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IPaymentGateway>(new ScriptedPaymentGateway());
            services.AddBookstore(static options => options.PollInterval = Interval).UseStore(_ => Store);
            _services = services.BuildServiceProvider();
        }

        public TimersAlone Time { get; } = new();

        public RoundStore Store { get; }

        public async Task StartAsync()
        {
            foreach (var service in _services.GetServices<IHostedService>())
            {
                await service.StartAsync(default);
            }
        }

        /// <summary>Waits until the host has asked for one round of each of its works.</summary>
        public async Task<List<(string Name, bool Began)>> RoundsAsync()
        {
            var rounds = new List<(string Name, bool Began)>();
            while (rounds.Count < Works)
            {
                rounds.Add(await Store.Asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            }

            rounds.Select(static round => round.Name).ShouldBeUnique();
            return rounds;
        }

        /// <summary>Ends the host; the rounds under way end first.</summary>
        public async Task StopAsync()
        {
            await Store.Listed(Store.Begun).WaitAsync(TimeSpan.FromSeconds(30));
            foreach (var service in _services.GetServices<IHostedService>())
            {
                await service.StopAsync(default);
            }
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }

    /// <summary>Timers go off when told to; the clock is the real one, as the database's is.</summary>
    private sealed class TimersAlone : FakeTimeProvider
    {
        public override long TimestampFrequency => System.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow();

        public override long GetTimestamp() => System.GetTimestamp();
    }

    /// <summary>Tells which rounds a host asked for, and counts its searches for orders that are due.</summary>
    internal sealed class RoundStore(IBookstoreStore inner) : DelegatingStore(inner)
    {
        private readonly SemaphoreSlim _lists = new(0);
        private int _counted;

        public Channel<(string Name, bool Began)> Asked { get; } = Channel.CreateUnbounded<(string, bool)>();

        public int Lists => Volatile.Read(ref _counted);

        public int Begun { get; private set; }

        public override async ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
        {
            var began = await base.TryBeginRoundAsync(round, host, interval, cancellationToken);
            if (IsOfOrders(round))
            {
                lock (_lists)
                {
                    Begun += began ? 1 : 0;
                }

                await Asked.Writer.WriteAsync((round, began), cancellationToken);
            }

            return began;
        }

        public override async ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
            OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        {
            var found = await base.ListDueOrdersAsync(work, gateway, dueAt, after, limit, cancellationToken);

            // Each host looks itself for orders that name no gateway: another host may have other gateways.
            if (gateway is not null)
            {
                Interlocked.Increment(ref _counted);
                _lists.Release();
            }

            return found;
        }

        public async Task Listed(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await _lists.WaitAsync();
            }
        }

        private static bool IsOfOrders(string round) =>
            round.StartsWith(nameof(OrderRecovery), StringComparison.Ordinal) || round.StartsWith(nameof(PaymentSettlement), StringComparison.Ordinal) || round.StartsWith("CustomerPolls", StringComparison.Ordinal);
    }
}
