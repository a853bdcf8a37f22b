using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Stock movements: every field, and the ledger in pages.</summary>
internal sealed class MovementCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly Isbn Second = Records.Isbn(2);

    [Case]
    public Task A_movement_comes_back_with_every_field() => ShouldComeBackAsync(new StockMovement
    {
        Isbn = First,
        Number = long.MaxValue,
        Kind = StockMovementKind.Adjusted,
        OnHandChange = -StockLevel.MaxOnHand,
        ReservedChange = -10_000,
        OnHandAfter = StockLevel.MaxOnHand,
        ReservedAfter = StockLevel.MaxOnHand,
        CauseId = Records.AwkwardIds[^1],
        Reason = Texts.Mixed(StockMovement.MaxReasonLength),
        Reference = Texts.Mixed(StockMovement.MaxReferenceLength),
        At = Records.Latest,
        Actor = new Actor(Texts.Mixed(Actor.MaxLength), Texts.Mixed(Actor.MaxLength)),
    });

    [Case]
    public Task A_movement_comes_back_without_what_it_does_not_have() =>
        ShouldComeBackAsync(Records.Movement(First, 1) with { CauseId = null, Reason = null, Reference = null, At = Records.Earliest });

    [Case]
    public Task A_movement_keeps_an_actor_without_a_subject() => ShouldComeBackAsync(Records.Movement(First, 1) with { Actor = new Actor("till") });

    [Case]
    public Task Empty_texts_of_a_movement_differ_from_missing_ones() =>
        ShouldComeBackAsync(Records.Movement(First, 1) with { Reason = string.Empty, Reference = string.Empty });

    [Case(StockMovementKind.Received)]
    [Case(StockMovementKind.Reserved)]
    [Case(StockMovementKind.Released)]
    [Case(StockMovementKind.Shipped)]
    [Case(StockMovementKind.Returned)]
    [Case(StockMovementKind.Adjusted)]
    [Case((StockMovementKind)99)]
    public Task A_movement_keeps_its_kind(StockMovementKind kind) =>
        ShouldComeBackAsync(Records.Movement(First, 1) with { Kind = kind, CauseId = Records.Id(1) });

    [Case]
    public async Task Movements_are_listed_newest_first_and_by_book()
    {
        await SaveAsync(Records.Movement(First, 1), Records.Movement(Second, 1), Records.Movement(First, 2));
        await SaveAsync(Records.Movement(Second, 2), Records.Movement(First, 3));
        (await PageThroughAsync(First, 10)).ShouldBe([3, 2, 1]);
        (await PageThroughAsync(Second, 10)).ShouldBe([2, 1]);
    }

    [Case(1)]
    [Case(2)]
    [Case(3)]
    [Case(7)]
    [Case(12)]
    [Case(13)]
    public async Task Pages_of_movements_have_no_gap_and_no_repetition(int limit)
    {
        for (var number = 1; number <= 12; number++)
        {
            await SaveAsync(Records.Movement(First, number), Records.Movement(Second, number));
        }

        (await PageThroughAsync(First, limit)).ShouldBe(Enumerable.Range(1, 12).Reverse().Select(number => (long)number));
    }

    [Case]
    public async Task Pages_continue_at_their_position_while_movements_are_added()
    {
        await SaveAsync([.. Enumerable.Range(1, 10).Select(number => Records.Movement(First, number))]);
        var seen = new List<long>();
        long? after = null;
        do
        {
            var page = await Store.ListMovementsAsync(First, after, 3, default);
            seen.AddRange(page.Items.Select(movement => movement.Number));
            after = page.Next;
            await SaveAsync(Records.Movement(First, 10 + seen.Count), Records.Movement(Second, seen.Count));
        }
        while (after is not null);

        seen.ShouldBe(Enumerable.Range(1, 10).Reverse().Select(number => (long)number));
    }

    [Case]
    public async Task The_last_page_has_no_position_to_continue_from()
    {
        await SaveAsync([.. Enumerable.Range(1, 4).Select(number => Records.Movement(First, number))]);
        var page = await Store.ListMovementsAsync(First, null, 2, default);
        page.Next.ShouldNotBeNull();
        (await Store.ListMovementsAsync(First, page.Next, 2, default)).Next.ShouldBeNull();
        (await Store.ListMovementsAsync(First, null, 4, default)).Next.ShouldBeNull();
    }

    [Case]
    public async Task A_position_of_another_book_gives_an_empty_page()
    {
        await SaveAsync([.. Enumerable.Range(1, 4).SelectMany(n => new[] { Records.Movement(First, n), Records.Movement(Second, n) })]);
        var foreign = (await Store.ListMovementsAsync(Second, null, 2, default)).Next;
        foreign.ShouldNotBeNull();
        await ShouldBeEmptyAsync(foreign.Value);
    }

    [Case(long.MaxValue)]
    [Case(long.MinValue)]
    [Case(-1)]
    public async Task A_position_that_never_existed_gives_an_empty_page(long position)
    {
        await SaveAsync([.. Enumerable.Range(1, 4).Select(number => Records.Movement(First, number))]);
        await ShouldBeEmptyAsync(position);
    }

    [Case]
    public async Task Positions_hold_after_a_reopening_if_the_store_keeps_data()
    {
        await SaveAsync([.. Enumerable.Range(1, 4).Select(number => Records.Movement(First, number))]);
        var next = (await Store.ListMovementsAsync(First, null, 2, default)).Next;
        await ReopenAsync();
        var numbers = (await Store.ListMovementsAsync(First, next, 2, default)).Items.Select(movement => movement.Number);
        numbers.ShouldBe(UnderTest.KeepsData ? [2L, 1L] : []);
    }

    private async Task ShouldComeBackAsync(StockMovement movement)
    {
        await SaveAsync(movement);
        var page = await Store.ListMovementsAsync(First, null, 10, default);
        page.Items.ShouldBe([movement]);
        RecordAssertions.ShouldBeUtc(page.Items[0].At);
        page.Next.ShouldBeNull();
    }

    private async Task ShouldBeEmptyAsync(long position)
    {
        var page = await Store.ListMovementsAsync(First, position, 2, default);
        page.Items.ShouldBeEmpty();
        page.Next.ShouldBeNull();
    }

    private async Task<IReadOnlyList<long>> PageThroughAsync(Isbn isbn, int limit)
    {
        var seen = new List<long>();
        long? after = null;
        do
        {
            var page = await Store.ListMovementsAsync(isbn, after, limit, default);
            page.Items.Count.ShouldBeInRange(1, limit);
            seen.AddRange(page.Items.Select(movement => movement.Number));
            after = page.Next;
        }
        while (after is not null);

        return seen;
    }
}
