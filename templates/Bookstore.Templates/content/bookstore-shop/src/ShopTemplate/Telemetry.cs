using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Shop;

/// <summary>Metrics and traces over OTLP, where OTEL_EXPORTER_OTLP_ENDPOINT says where to.</summary>
internal static class Telemetry
{
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("shop-template"))
            .WithMetrics(static metrics => metrics.AddMeter("Bookstore", "Bookstore.*").AddAspNetCoreInstrumentation())
            .WithTracing(static tracing => tracing.AddSource("Bookstore").AddAspNetCoreInstrumentation(static options => options.Filter = IsOfTheShop));
        if (builder.Configuration[EndpointKey] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }
    }

    // Probes come every few seconds and say nothing of the shop's work.
    private static bool IsOfTheShop(HttpContext context) => !context.Request.Path.StartsWithSegments("/health");
}
