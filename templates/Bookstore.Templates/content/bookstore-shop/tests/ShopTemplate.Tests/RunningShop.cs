using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Shop.Tests;

/// <summary>The host of the shop with a database of its own, which is gone after the test.</summary>
public sealed class RunningShop : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shop-");

    /// <summary>A client with the API key of Development.</summary>
    public HttpClient CreateStaff()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("X-API-Key", "development-key");
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Bookstore", $"Data Source={Path.Combine(_folder.FullName, "shop.db")}");
        builder.UseSetting("Payments:LedgerPath", Path.Combine(_folder.FullName, "shop.payments"));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
