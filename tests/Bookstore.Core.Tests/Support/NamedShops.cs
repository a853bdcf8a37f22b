using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore.Support;

/// <summary>What the tests of several shops in one process do with each of them.</summary>
internal static class NamedShops
{
    public static readonly Isbn Martian = Isbn.Parse("9780143127550");

    /// <summary>A host in Development, which validates all registrations when it is built.</summary>
    public static IHost Build(Action<IServiceCollection> register, params (string Name, string Value)[] configuration)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, DisableDefaults = true });
        foreach (var (name, value) in configuration)
        {
            builder.Configuration[name] = value;
        }

        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        register(builder.Services);
        return builder.Build();
    }

    public static T Of<T>(this IHost host, string? shop)
        where T : notnull => shop is null ? host.Services.GetRequiredService<T>() : host.Services.GetRequiredKeyedService<T>(shop);

    public static async Task StockAsync(this IHost host, string? shop, int quantity)
    {
        var inventory = host.Of<IInventoryService>(shop);
        await inventory.SaveBookAsync(new Book { Isbn = Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Martian, Quantity = quantity, Reason = "delivery" });
    }

    public static async Task<int> AvailableAsync(this IHost host, string? shop) => (await host.Of<IInventoryService>(shop).FindStockAsync(Martian))!.Available;

    public static Task<PlaceOrderResult> PlaceAsync(this IHost host, string? shop, int quantity = 1) => host.Of<IOrderWorkflow>(shop).PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "cust-1",
        Lines = [new PlaceOrderLine(Martian, quantity)],
        Payment = new PaymentToken(TestCards.Approved),
        IdempotencyKey = new IdempotencyKey("web", "checkout-1"),
    });
}
