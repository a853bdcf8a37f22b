using FsCheck;
using FsCheck.Fluent;

namespace Bookstore.Testing.Stores;

/// <summary>Random operations on a whole shop over the store do what they do to a plain model. A failure prints the steps and the seed that replays them.</summary>
internal sealed class InventoryModelCases : StoreCases
{
    [Case]
    public async Task Random_operations_have_the_results_of_a_plain_model()
    {
        await using var shop = new ModelShop(Store);
        var run = 0;

        // Each run has books of its own, so one store serves them all. Away from the test's thread, because the property waits.
        await Task.Run(() => Prop
            .ForAll(InventoryStep.Sequences, steps => new InventoryModelRun(shop, BooksOf(run++)).PlayAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(UnderTest.ModelRuns)));

        await ShopAssert.InvariantsHoldAsync(shop.Services, atRest: false);
    }

    private static Isbn[] BooksOf(int run) => [.. Enumerable.Range(run * InventoryStep.Books, InventoryStep.Books).Select(static number => Records.Isbn(number))];
}
