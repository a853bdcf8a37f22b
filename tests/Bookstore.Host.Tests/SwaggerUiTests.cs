using Microsoft.Playwright;

namespace Bookstore.Samples;

/// <summary>A person with a browser: authorize, place an order, see 201.</summary>
public sealed class SwaggerUiTests(ITestOutputHelper output)
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task Swagger_UI_loads_without_errors_and_places_an_order()
    {
        var browserPath = Browsers.FirstOrDefault(File.Exists);
        if (browserPath is null)
        {
            (Environment.GetEnvironmentVariable("CI") == "true").ShouldBeFalse("the package chromium is not installed");
            output.WriteLine("SKIPPED: install the package chromium to try Swagger UI in a browser");
            return;
        }

        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"), ("Bookstore__Docs__Enabled", "true"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = browserPath, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(new Uri(host.Address, "/docs").ToString());
        await AuthorizeAsync(page);
        await PlaceOrderAsync(page);

        errors.ShouldBeEmpty();
        (await Shopping.ListAsync(host, "/api/orders")).Count.ShouldBe(1);
    }

    private static async Task AuthorizeAsync(IPage page)
    {
        await page.Locator("button.authorize").First.ClickAsync();
        await page.Locator(".auth-container input").First.FillAsync(HostProcess.Key);
        await page.Locator(".auth-btn-wrapper button.authorize").ClickAsync();
        await page.Locator(".auth-btn-wrapper button.btn-done").ClickAsync();
    }

    private static async Task PlaceOrderAsync(IPage page)
    {
        var operation = page.Locator("#operations-Orders-placeOrder");
        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.Locator("button.try-out__btn").ClickAsync();
        await operation.Locator("button.execute").ClickAsync();
        await Assertions.Expect(operation.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("201");
    }
}
