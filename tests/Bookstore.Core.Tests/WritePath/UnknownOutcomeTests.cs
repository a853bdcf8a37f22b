using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class UnknownOutcomeTests : IAsyncLifetime
{
    private readonly WritePath _path = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubmitAsync_outcome_unknown_is_found_out_and_applied_once(bool commitsFirst)
    {
        var faults = 1;
        _path.Store.OnCommit = async (_, commit) =>
        {
            var isFaulty = faults-- > 0;
            if (!isFaulty || commitsFirst)
            {
                await commit();
            }

            if (isFaulty)
            {
                throw new StoreOutcomeUnknownException();
            }
        };

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await _path.StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_outcome_unknown_and_store_away_waits_until_it_is_known()
    {
        var away = 3;
        var faults = 1;
        _path.Store.OnCommit = async (_, commit) =>
        {
            await commit();
            if (faults-- > 0)
            {
                throw new TimeoutException("no answer");
            }
        };
        _path.Store.OnWasCommitted = () => away-- > 0 ? throw new BookstoreStoreException("away") : ValueTask.CompletedTask;

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        away.ShouldBeLessThan(0);
        (await _path.StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_unknown_outcomes_under_load_nothing_is_applied_twice_or_lost()
    {
        var random = new Random(4711);
        _path.Store.OnCommit = async (_, commit) =>
        {
            switch (random.Next(4))
            {
                case 0:
                    await commit();
                    throw new StoreOutcomeUnknownException();
                case 1:
                    throw new StoreOutcomeUnknownException();
                case 2:
                    throw new StoreConflictException();
                default:
                    await commit();
                    break;
            }
        };
        var commit = _path.Open(options => options.MaxBatchSize = 8);

        var levels = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => commit.SubmitAsync(new Receive(1), default))));

        levels.Order().ShouldBe(Enumerable.Range(1, 500));
        (await _path.StockAsync()).ShouldBe(500);
    }

    [Fact]
    public async Task SubmitAsync_unit_fails_to_let_go_after_the_commit_is_not_run_again()
    {
        var faults = 1;
        _path.Store.OnDispose = () => _ = faults-- > 0 ? throw new BookstoreStoreException("connection lost") { IsTransient = true } : 0;

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await _path.StockAsync()).ShouldBe(5);
        _path.Store.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task CommitAsync_shut_down_before_the_outcome_is_known_callers_get_an_unknown_outcome()
    {
        using var stop = new CancellationTokenSource();
        _path.Store.OnCommit = (_, _) => throw new StoreOutcomeUnknownException();
        var asked = 0;
        _path.Store.OnWasCommitted = () =>
        {
            if (++asked == 3)
            {
                stop.Cancel();
            }

            throw new BookstoreStoreException("away");
        };
        Receive[] operations = [new(1), new(1)];

        await _path.CommitAsync([.. operations], TimeProvider.System, stop: stop.Token);

        foreach (var operation in operations)
        {
            (await Should.ThrowAsync<BookstoreStoreException>(() => operation.Completion)).IsOutcomeUnknown.ShouldBeTrue();
        }

        (asked, _path.Store.Commits).ShouldBe((3, 1));
    }

    [Fact]
    public async Task SubmitAsync_outcome_stays_unknown_callers_get_a_fault_and_the_next_one_is_served()
    {
        var faults = 1;
        _path.Store.OnCommit = async (_, commit) =>
        {
            await commit();
            if (faults-- > 0)
            {
                throw new StoreOutcomeUnknownException();
            }
        };
        var asked = 0;
        _path.Store.OnWasCommitted = () => ++asked > 0 ? throw new BookstoreStoreException("no row") { IsOutcomeUnknown = true } : ValueTask.CompletedTask;
        var commit = _path.Open();

        var told = await Should.ThrowAsync<BookstoreStoreException>(() => commit.SubmitAsync(new Receive(5), default));

        told.IsOutcomeUnknown.ShouldBeTrue();
        (asked, await _path.StockAsync()).ShouldBe((1, 5));
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(6);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _path.DisposeAsync();
}
