using Scalar.AspNetCore;

namespace Bookstore.Samples;

/// <summary>The API's description, the file at the repository's root, and the pages that show it.</summary>
internal static class ApiDocument
{
    private const string EnabledKey = "Bookstore:Docs:Enabled";
    private const string ResourceName = "openapi.yaml";

    /// <summary>Whether Swagger UI and Scalar are there: in Development, or where they are asked for.</summary>
    public static bool HasPages(this WebApplication app) => app.Configuration.GetValue(EnabledKey, app.Environment.IsDevelopment());

    public static void MapApiDocument(this WebApplication app)
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream(ResourceName)!;
        var yaml = new byte[stream.Length];
        stream.ReadExactly(yaml);
        var file = new SharedFile("application/yaml; charset=utf-8", null, yaml);
        app.MapGet("/openapi.yaml", (Delegate)file.SendAsync)
            .WithName("getDocument").WithTags("Document").WithSummary("Read this document").WithDescription("The API's description, OpenAPI 3.0.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["application/yaml"]) { Description = "The document." });
        app.MapMethods("/openapi.yaml", [HttpMethods.Head], (Delegate)file.SendAsync).ExcludeFromDescription();
        app.RefuseOtherMethods("/openapi.yaml");
        if (app.HasPages())
        {
            app.RefuseOtherMethods("/docs");
            UseDocsPage(app);
            app.MapScalarApiReference("/scalar", options =>
            {
                options.Title = "Bookstore API";
                options.OpenApiRoutePattern = "/openapi.yaml";
            });
        }
    }

    private static void UseDocsPage(WebApplication app)
    {
        var page = new DocsPage();
        app.Lifetime.ApplicationStopped.Register(page.Dispose);

        // Under their own addresses alone: Swagger UI compares the path of every request that it sees with patterns.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/scalar"), scalar => scalar.Use(next => context => page.AnswerAsync(context, next)));
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs"), docs => docs.Use(next => context => page.AnswerAsync(context, next)).UseSwaggerUI(options =>
        {
            options.DocumentTitle = "Bookstore API";
            options.RoutePrefix = "docs";
            options.SwaggerEndpoint("/openapi.yaml", "Bookstore API");
            options.DisplayRequestDuration();
        }));
    }
}
