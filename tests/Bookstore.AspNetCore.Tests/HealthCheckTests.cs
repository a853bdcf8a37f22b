using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>The bookstore among the health checks of the application.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task A_store_that_answers_is_healthy()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddHealthChecks().AddBookstoreHealthChecks(tags: ["ready"]));

        var report = await shop.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["bookstore.store"].Tags.ShouldBe(["ready"]);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_store_that_does_not_answer_is_not(HealthStatus? configured, HealthStatus expected)
    {
        var inventory = Substitute.For<IInventoryService>();
        inventory.FindStockAsync(default, default).ReturnsForAnyArgs(_ => new ValueTask<StockLevel?>(Task.FromException<StockLevel?>(new IOException("secret path"))));
        var services = new ServiceCollection().AddLogging().AddSingleton(inventory);
        services.AddHealthChecks().AddBookstoreHealthChecks(configured);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(expected);
        report.Entries["bookstore.store"].Description.ShouldBe("The store does not answer.");
    }

    [Fact]
    public async Task A_check_without_a_shop_says_what_is_missing()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();

        var missing = await Should.ThrowAsync<InvalidOperationException>(() => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync());

        missing.Message.ShouldContain("AddBookstore()");
    }
}
