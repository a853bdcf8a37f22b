namespace Bookstore.AspNetCore;

/// <summary>One shop for the tests of a class, which keep out of each other's way.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    public TestShop Shop { get; private set; } = null!;

    public async Task InitializeAsync() => Shop = await TestShop.StartAsync();

    public async Task DisposeAsync() => await Shop.DisposeAsync();
}
