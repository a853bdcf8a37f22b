using Bookstore.Client;
using Bookstore.Contracts;

namespace Bookstore.Samples;

/// <summary>The receiver as a minimal API: a filter verifies, the handler sees genuine events alone.</summary>
internal static class Receiver
{
    public const string Path = "/hooks";

    public static WebApplication Build(Uri address, IReadOnlyCollection<string> secrets, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = BookstoreWebhooks.MaxBodyLength);
        var app = builder.Build();
        var seen = new SeenEvents();
        app.MapPost(Path, (HttpContext context) =>
        {
            var happened = context.Features.GetRequiredFeature<EventResource>();
            EventTable.Write(output, happened, seen.IsNew(happened));
            return TypedResults.NoContent();
        }).AddEndpointFilter(new VerifiedWebhooks(secrets).InvokeAsync);
        return app;
    }

    private static T GetRequiredFeature<T>(this Microsoft.AspNetCore.Http.Features.IFeatureCollection features)
        where T : class => features.Get<T>() ?? throw new InvalidOperationException("The filter has not run.");
}
