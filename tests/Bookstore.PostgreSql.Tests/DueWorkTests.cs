using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>The search for due work, which begins behind what was found finished before.</summary>
public sealed class DueWorkTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();
    private readonly FakeTimeProvider _time = new();
    private readonly CommitToken _mark = new(Guid.NewGuid(), 1, Records.Time);
    private PostgreSqlStore _store = null!;
    private PostgreSqlStore _other = null!;

    public async Task InitializeAsync()
    {
        _store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, _time);
        _other = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await _store.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _other.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Theory]
    [InlineData(OrderWork.Recovery, OrderStatus.Pending)]
    [InlineData(OrderWork.Settlement, OrderStatus.Created)]
    public async Task List_written_by_another_host_with_a_time_that_has_passed_is_found(OrderWork work, OrderStatus status)
    {
        (await DueAsync(work)).ShouldBeEmpty();
        await SaveAsync(Records.Order(Records.Id(1), status, dueAt: Records.Time));
        (await DueAsync(work)).ShouldBe([Records.Id(1)]);
        await SaveAsync(Records.Order(Records.Id(2), status, dueAt: Records.Time.AddDays(-1)));
        (await DueAsync(work)).ShouldBe([Records.Id(2), Records.Id(1)]);
    }

    [Fact]
    public async Task List_left_undone_and_then_done_or_put_off_is_listed_as_it_is()
    {
        await SaveAsync(Records.Order(Records.Id(1), dueAt: Records.Time), Records.Order(Records.Id(2), dueAt: Records.Time));
        (await DueAsync(OrderWork.Settlement)).Count.ShouldBe(2);
        (await DueAsync(OrderWork.Settlement)).Count.ShouldBe(2);
        await SaveAsync(Records.Order(Records.Id(1)), Records.Order(Records.Id(2), dueAt: Records.Latest));
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Settlement, Records.Latest)).ShouldBe([Records.Id(2)]);
    }

    [Fact]
    public async Task List_a_page_of_rows_cannot_be_read_lists_those_behind_it()
    {
        await SaveAsync([.. Enumerable.Range(1, 5).Select(number => Records.Order(Records.Id(number), dueAt: Records.Time.AddSeconds(number)))]);
        await TestServer.ExecuteAsync($"UPDATE {_schema}.orders SET delivery_id = NULL, lines = '\"nonsense\"' WHERE id IN ('{Records.Id(1)}', '{Records.Id(2)}')");

        (await ListAsync(2)).ShouldBe([Records.Id(3), Records.Id(4)]);
        (await ListAsync(2)).ShouldBe([Records.Id(3), Records.Id(4)]);
        (await ListAsync(9)).ShouldBe([Records.Id(3), Records.Id(4), Records.Id(5)]);

        async Task<IEnumerable<Guid>> ListAsync(int limit) =>
            (await _store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, limit, default)).Select(static order => order.Order.Id);
    }

    [Fact]
    public async Task List_thousands_of_rows_cannot_be_read_continues_behind_them()
    {
        await SaveAsync([.. Enumerable.Range(1, 2_503).Select(number => Records.Order(Records.Id(number), dueAt: Records.Time.AddSeconds(number)))]);
        await TestServer.ExecuteAsync($"UPDATE {_schema}.orders SET delivery_id = NULL, lines = '\"nonsense\"' WHERE due_at <= {Records.Time.AddSeconds(2_500).UtcTicks}");
        var listed = new List<Guid>();
        var pages = 0;
        DuePosition? after = null;
        do
        {
            var page = await _store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, after, 2, default);
            listed.AddRange(page.Items.Select(static order => order.Order.Id));
            after = page.Next;
            pages++;
        }
        while (after is not null);

        listed.ShouldBe([Records.Id(2_501), Records.Id(2_502), Records.Id(2_503)]);
        pages.ShouldBe(4);
    }

    [Fact]
    public async Task List_due_while_it_was_not_looked_at_is_found_once_it_is_late()
    {
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        var soon = DateTimeOffset.UtcNow.AddMinutes(1);
        await SaveAsync(Records.Order(Records.Id(1), dueAt: soon));
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Settlement, soon.AddMinutes(1))).ShouldBe([Records.Id(1)]);
        (await DueAsync(OrderWork.Settlement, soon.AddMinutes(1))).ShouldBe([Records.Id(1)]);
    }

    [Fact]
    public async Task List_below_the_floor_is_not_searched_until_an_hour_has_passed()
    {
        await SaveAsync(Records.Order(Records.Id(1), dueAt: Records.Time));
        await TestServer.ExecuteAsync($"UPDATE {_schema}.due SET late = false, due_at = due_at + 1");
        await TestServer.ExecuteAsync($"UPDATE {_schema}.orders SET due_at = due_at + 2");
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        await TestServer.ExecuteAsync($"UPDATE {_schema}.orders SET due_at = due_at - 1");
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromHours(1));
        (await DueAsync(OrderWork.Settlement)).ShouldBe([Records.Id(1)]);
    }

    [Fact]
    public async Task List_a_later_page_is_read_when_an_hour_has_passed_the_next_look_from_the_beginning_is_full()
    {
        await HideAsync(1);
        _time.Advance(TimeSpan.FromHours(1));

        (await _store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, new DuePosition(Records.Time.AddDays(1), default), 10, default)).Items.ShouldBeEmpty();

        (await DueAsync(OrderWork.Settlement)).ShouldBe([Records.Id(1)]);
    }

    [Fact]
    public async Task List_a_full_look_takes_several_pages_and_is_over_when_all_have_been_read()
    {
        await HideAsync(5);
        _time.Advance(TimeSpan.FromHours(1));

        (await PagesAsync(2)).ShouldBe(Enumerable.Range(1, 5).Select(Records.Id));
        (await PagesAsync(2)).ShouldBe(Enumerable.Range(1, 5).Select(Records.Id), "nothing was done about them");
        await SaveAsync([.. Enumerable.Range(1, 5).Select(number => Records.Order(Records.Id(number)))]);
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        await HideAsync(1);
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty("it is not time");
    }

    [Fact]
    public async Task List_a_full_look_fails_is_made_again_some_minutes_later_and_not_at_once()
    {
        await HideAsync(1);
        _time.Advance(TimeSpan.FromHours(1));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await _store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, null, 10, new CancellationToken(canceled: true)));

        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMinutes(5));

        (await DueAsync(OrderWork.Settlement)).ShouldBe([Records.Id(1)]);
    }

    // Orders that are due below the floor, of which the search does not know.
    private async Task HideAsync(int count)
    {
        await SaveAsync([.. Enumerable.Range(1, count).Select(number => Records.Order(Records.Id(number), dueAt: Records.Latest))]);
        (await DueAsync(OrderWork.Settlement)).ShouldBeEmpty();
        foreach (var table in (string[])["orders", "due"])
        {
            await TestServer.ExecuteAsync($"UPDATE {_schema}.{table} SET due_at = {Records.Time.UtcTicks} WHERE due_at = {Records.Latest.UtcTicks}");
        }
    }

    private async Task<List<Guid>> PagesAsync(int limit)
    {
        var listed = new List<Guid>();
        for (DuePosition? after = null; ;)
        {
            var page = await _store.ListDueOrdersAsync(OrderWork.Settlement, null, DateTimeOffset.UtcNow, after, limit, default);
            listed.AddRange(page.Items.Select(static order => order.Order.Id));
            if (page.Next is not { } next)
            {
                return listed;
            }

            after = next;
        }
    }

    [Fact]
    public async Task List_more_than_it_may_return_hides_nothing()
    {
        await SaveAsync([.. Enumerable.Range(0, 7).Select(number => Records.Order(Records.Id(number), dueAt: Records.Time.AddSeconds(number)))]);
        for (var first = 0; first < 7; first++)
        {
            (await _store.ListDueOrdersAsync(OrderWork.Settlement, null, DateTimeOffset.UtcNow, 3, default)).Select(order => order.Order.Id)
                .ShouldBe(Enumerable.Range(first, Math.Min(3, 7 - first)).Select(Records.Id));
            await SaveAsync(Records.Order(Records.Id(first)));
        }
    }

    private async Task<IReadOnlyList<Guid>> DueAsync(OrderWork work, DateTimeOffset? dueAt = null) =>
        [.. (await _store.ListDueOrdersAsync(work, null, dueAt ?? DateTimeOffset.UtcNow, 10, default)).Select(order => order.Order.Id)];

    private async Task SaveAsync(params OrderRecord[] orders)
    {
        var keys = new RecordKeys();
        Array.ForEach(orders, order => keys.Orders.Add(order.Order.Id));
        await using var unit = await _other.OpenAsync(keys, default);
        Array.ForEach(orders, order => unit.Records.Orders.Put(order.Order.Id, order));
        await unit.CommitAsync(_mark);
    }
}
