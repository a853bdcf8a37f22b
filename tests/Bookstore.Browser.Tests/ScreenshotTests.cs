namespace Bookstore.Operating;

/// <summary>The pictures of docs/console.md. <c>eng/screenshots.sh</c> keeps them; without it they are only taken.</summary>
[Collection(SceneTests.Name)]
public sealed class ScreenshotTests(Scene scene)
{
    private const int Narrow = 390;

    [LongBrowserFact]
    public async Task Pictures_of_the_main_pages_are_taken()
    {
        using var files = new TemporaryFolder();
        var folder = Environment.GetEnvironmentVariable("BOOKSTORE_SCREENSHOTS") is { Length: > 0 } kept ? kept : files.Path;
        var time = new ShiftedTime(-BusyDay.Length);
        await using var shop = await ConsoleShop.StartWithWebhooksAsync(services => services.AddSingleton<TimeProvider>(time));
        var day = await BusyDay.LiveAsync(shop, time);
        (string Name, string Path)[] pages = [("home", ""), ("orders", "orders"), ("order", $"orders/{day.Order}"), ("stock", $"stock/{day.Book}"), ("webhook", $"webhooks/{day.Endpoint}"), ("work", "work"), ("audit", $"audits/{day.Audit}")];

        foreach (var (name, path) in pages)
        {
            await TakeAsync(shop, path, ColorScheme.Light, 1280, Path.Combine(folder, $"console-{name}.png"));
        }

        await TakeAsync(shop, "", ColorScheme.Dark, 1280, Path.Combine(folder, "console-home-dark.png"));
        await TakeAsync(shop, $"orders/{day.Order}", ColorScheme.Dark, 1280, Path.Combine(folder, "console-order-dark.png"));
        await TakeAsync(shop, "", ColorScheme.Light, Narrow, Path.Combine(folder, "console-home-narrow.png"));
        await TakeAsync(shop, $"orders/{day.Order}", ColorScheme.Dark, Narrow, Path.Combine(folder, "console-order-narrow.png"));

        foreach (var file in Directory.GetFiles(folder, "console-*.png"))
        {
            new FileInfo(file).Length.ShouldBeInRange(5_000, 300_000, file);
        }
    }

    private async Task TakeAsync(ConsoleShop shop, string path, ColorScheme scheme, int width, string file)
    {
        await using var person = await Person.ComeAsync(scene, shop, scheme: scheme, width: width);
        await person.GoAsync(path);
        await person.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled });
        person.Problems.ShouldBeEmpty();
    }
}
