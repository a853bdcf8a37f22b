namespace Bookstore.AspNetCore;

/// <summary>Pages are read in turn, as many at a time as their items allow.</summary>
public sealed class PageTurnsTests
{
    [Fact]
    public async Task Further_pages_wait_until_the_items_of_others_are_read()
    {
        var turns = new PageTurns(2_000);
        await turns.EnterAsync(1_000, CancellationToken.None);
        await turns.EnterAsync(1_000, CancellationToken.None);

        var third = turns.EnterAsync(1_000, CancellationToken.None);
        var small = turns.EnterAsync(10, CancellationToken.None);
        third.IsCompleted.ShouldBeFalse();
        small.IsCompleted.ShouldBeFalse();

        turns.Leave(1_000);
        await third.WaitAsync(TimeSpan.FromMinutes(1));
        small.IsCompleted.ShouldBeFalse();
        turns.Leave(1_000);
        await small.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_takes_no_turn()
    {
        using var leaving = new CancellationTokenSource();
        var turns = new PageTurns(100);
        await turns.EnterAsync(100, CancellationToken.None);
        var gone = turns.EnterAsync(100, leaving.Token);
        var next = turns.EnterAsync(100, CancellationToken.None);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        turns.Leave(100);

        await next.WaitAsync(TimeSpan.FromMinutes(1));
        turns.Leave(100);
        turns.EnterAsync(100, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_page_with_more_items_than_all_may_read_is_read_alone()
    {
        var turns = new PageTurns(10);

        turns.EnterAsync(1_000, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        turns.EnterAsync(1, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }
}
