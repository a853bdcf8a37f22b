using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Of several writes that expect the same version of a record, one takes effect, whichever hosts they come from.</summary>
internal sealed class ExpectedVersionCases : StoreCases
{
    private const int Writers = 8;

    [Case]
    public async Task One_of_many_hosts_writes_on_a_version_of_a_book()
    {
        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        await one.Inventory.SaveBookAsync(Records.Book(Records.Isbn(1), "Round 0"));
        for (var round = 1; round <= 10; round++)
        {
            var read = (await one.Inventory.FindBookAsync(Records.Isbn(1)))!;
            var expected = ExpectedVersion.Of(read.Version);
            var results = await InTime(Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                Task.Run(() => (writer % 2 == 0 ? one : other).Inventory.SaveBookAsync(read.Book with { Title = $"Round {round}, writer {writer}" }, expected)))));

            results.Count(static result => result.Outcome == SaveBookOutcome.Replaced).ShouldBe(1);
            var winner = results.Single(static result => result.Outcome == SaveBookOutcome.Replaced);
            (await other.Inventory.FindBookAsync(Records.Isbn(1))).ShouldBe(winner.Listing);
        }
    }

    [Case]
    public async Task One_of_many_hosts_adds_a_book_that_must_be_new()
    {
        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        for (var number = 1; number <= 10; number++)
        {
            var isbn = Records.Isbn(number);
            var results = await InTime(Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                Task.Run(() => (writer % 2 == 0 ? one : other).Inventory.SaveBookAsync(Records.Book(isbn, $"Writer {writer}"), ExpectedVersion.None)))));

            results.Count(static result => result.Outcome == SaveBookOutcome.Added).ShouldBe(1);
            results.Count(static result => result.Outcome == SaveBookOutcome.PreconditionFailed).ShouldBe(Writers - 1);
        }
    }
}
