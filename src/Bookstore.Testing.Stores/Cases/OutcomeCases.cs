using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Finding out afterwards whether a unit was committed.</summary>
internal sealed class OutcomeCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);

    [Case]
    public async Task A_committed_unit_is_found_by_its_token()
    {
        var mark = await SaveAsync(Records.Level(First, 1));
        (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
    }

    [Case]
    public async Task The_first_batch_of_a_registered_writer_is_not_committed_until_it_is()
    {
        var mark = NextMark();
        await Store.RegisterWriterAsync(mark.Writer, default);
        (await Store.WasCommittedAsync(mark, default)).ShouldBeFalse();
        await CommitAsync(mark);
        (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
    }

    [Case]
    public async Task Registering_a_writer_again_changes_nothing()
    {
        var mark = await SaveAsync(Records.Level(First, 1));
        await Store.RegisterWriterAsync(mark.Writer, default);
        (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
    }

    [Case]
    public async Task A_token_whose_writer_has_no_row_is_unknown_however_often_it_is_asked_for()
    {
        await SaveAsync(Records.Level(First, 1));
        await ShouldBeUnknownAsync(NextMark() with { Writer = Guid.NewGuid() });
        await ShouldBeUnknownAsync(NextMark() with { Writer = Guid.NewGuid(), Batch = 1 });
    }

    [Case]
    public async Task A_token_of_a_batch_before_the_writers_last_one_is_unknown()
    {
        var mark = await SaveAsync(Records.Level(First, 1));
        var next = await SaveAsync(Records.Level(First, 2));
        await ShouldBeUnknownAsync(mark);
        (await Store.WasCommittedAsync(next, default)).ShouldBeTrue();
    }

    [Case]
    public async Task A_writer_without_a_row_gets_one_with_its_next_batch()
    {
        var mark = NextMark();
        await CommitAsync(mark);
        (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
    }

    [Case]
    public async Task Registering_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.RegisterWriterAsync(Guid.NewGuid(), new CancellationToken(true)));

    [Case]
    public async Task A_token_is_not_committed_after_its_unit_was_disposed()
    {
        var mark = NextMark();
        await Store.RegisterWriterAsync(mark.Writer, default);
        await using (var unit = await OpenAsync(keys => keys.Stock.Add(First)))
        {
            unit.Records.Stock.Put(First, Records.Level(First, 1));
        }

        (await Store.WasCommittedAsync(mark, default)).ShouldBeFalse();
    }

    [Case]
    public async Task A_token_is_not_committed_after_its_commit_was_refused()
    {
        var mark = NextMark();
        await Store.RegisterWriterAsync(mark.Writer, default);
        await using (var unit = await OpenAsync(keys => keys.Stock.Add(First)))
        {
            unit.Records.Stock.Put(First, Records.Level(First, 1, 2));
            await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(mark));
        }

        (await Store.WasCommittedAsync(mark, default)).ShouldBeFalse();
    }

    [Case]
    public async Task The_next_batch_of_a_writer_is_not_committed_until_it_is()
    {
        await SaveAsync(Records.Level(First, 1));
        var next = NextMark();
        (await Store.WasCommittedAsync(next, default)).ShouldBeFalse();
        await CommitAsync(next);
        (await Store.WasCommittedAsync(next, default)).ShouldBeTrue();
    }

    [Case]
    public async Task A_token_belongs_to_its_writer()
    {
        var mark = await SaveAsync(Records.Level(First, 1));
        var other = mark with { Writer = Guid.NewGuid() };
        await Store.RegisterWriterAsync(other.Writer, default);
        (await Store.WasCommittedAsync(other, default)).ShouldBeFalse();
    }

    [Case]
    public async Task Each_of_many_writers_is_remembered()
    {
        CommitToken[] marks = [.. Enumerable.Range(1, 20).Select(i => new CommitToken(Guid.NewGuid(), i, Records.Time))];
        foreach (var mark in marks)
        {
            await CommitAsync(mark);
        }

        foreach (var mark in marks)
        {
            (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
            (await Store.WasCommittedAsync(mark with { Batch = mark.Batch + 1 }, default)).ShouldBeFalse();
        }
    }

    [Case]
    public async Task The_highest_writer_and_the_highest_batch_are_remembered()
    {
        var mark = new CommitToken(Records.AwkwardIds[^1], long.MaxValue, Records.Latest);
        await CommitAsync(mark);
        (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();
        await Store.RegisterWriterAsync(Records.AwkwardIds[0], default);
        (await Store.WasCommittedAsync(mark with { Writer = Records.AwkwardIds[0] }, default)).ShouldBeFalse();
    }

    [Case]
    public async Task A_token_outlives_the_store_if_it_keeps_data()
    {
        var mark = await SaveAsync(Records.Level(First, 1));
        await ReopenAsync();
        await (UnderTest.KeepsData ? ShouldBeCommittedAsync(mark) : ShouldBeUnknownAsync(mark));
    }

    [Case]
    public async Task A_second_instance_finds_the_tokens_of_the_first()
    {
        var second = await OpenSecondAsync();
        var mark = await SaveAsync(Records.Level(First, 1));
        (await second.WasCommittedAsync(mark, default)).ShouldBeTrue();
    }

    [Case]
    public async Task Asking_for_an_outcome_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.WasCommittedAsync(NextMark(), new CancellationToken(true)));

    private async Task ShouldBeCommittedAsync(CommitToken mark) => (await Store.WasCommittedAsync(mark, default)).ShouldBeTrue();

    // Nor does the question make it known.
    private async Task ShouldBeUnknownAsync(CommitToken mark)
    {
        for (var asked = 0; asked < 3; asked++)
        {
            var unknown = await Should.ThrowAsync<BookstoreStoreException>(async () => await Store.WasCommittedAsync(mark, default));
            unknown.IsOutcomeUnknown.ShouldBeTrue();
        }
    }

    private async Task CommitAsync(CommitToken mark)
    {
        await using var unit = await OpenAsync(keys => keys.Stock.Add(First));
        unit.Records.Stock.Put(First, Records.Level(First, 2, 0, mark.Batch));
        await unit.CommitAsync(mark);
    }
}
