namespace Bookstore.Operating;

/// <summary>Names that are made to break a page, and a store that is away.</summary>
[Collection(SceneTests.Name)]
public sealed class DifficultTests(Scene scene)
{
    [LongBrowserFact]
    public async Task Markup_in_a_name_is_text_and_right_to_left_text_stays_in_its_place()
    {
        await using var person = await Person.ComeAsync(scene);

        await person.GoAsync($"orders/{scene.Difficult}");
        await person.SeesAsync(Scene.Markup);
        await person.SeesAsync(Scene.RightToLeft);
        await person.SeesAsync(Scene.LongTitle);
        var direction = await person.Page.Locator("bdi", new PageLocatorOptions { HasTextString = Scene.RightToLeft }).First.EvaluateAsync<string>("element => getComputedStyle(element).direction");
        var isbn = await person.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main table')).direction");
        await person.GoAsync("orders?q=" + Uri.EscapeDataString(Scene.Markup));
        await person.SeesAsync(Scene.Markup);

        (direction, isbn).ShouldBe(("rtl", "ltr"));
        person.Problems.ShouldBeEmpty();
    }

    [LongBrowserFact]
    public async Task Store_that_is_away_is_said_and_the_console_works_again_once_it_is_back()
    {
        var sales = new SometimesAway();
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton<ISalesService>(sales));
        await using var person = await Person.ComeAsync(scene, shop);

        sales.IsAway = true;
        await person.TurnToAsync("Orders");
        await person.SeesAsync("The store is away");
        await person.TurnToAsync("Stock");
        await person.SeesAsync("The Martian");
        sales.IsAway = false;
        await person.TurnToAsync("Orders");

        await person.SeesAsync("There are no orders yet.");
    }

    private sealed class SometimesAway : ISalesService
    {
        public bool IsAway { get; set; }

        public ValueTask<Order?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken = default) => ValueTask.FromResult<Order?>(null);

        public ValueTask<IReadOnlyList<Payment>> ListPaymentsAsync(Guid orderId, CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<Payment>>([]);

        public ValueTask<Page<Order>> ListOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
            IsAway ? throw new BookstoreStoreException("away") { IsUnavailable = true } : ValueTask.FromResult(new Page<Order>([], null));
    }
}
