using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Bookstore.Samples;

/// <summary>The document gives each member of a body the limits of its contract, by which bodies are read.</summary>
public sealed class DocumentLimitTests
{
    [Fact]
    public async Task The_documents_limits_of_bodies_are_those_of_the_contracts()
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.UseEnvironment("Development").UseSetting("Bookstore:Store", "memory").ConfigureServices(services => services.AddDocumentGenerator()));
        var schemas = factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(DocumentGenerator.Name).Components!.Schemas!;
        Type[] parts = [typeof(PlaceOrderItem), typeof(PaymentBody)];
        var bodies = typeof(PlaceOrderBody).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Body", StringComparison.Ordinal)).Union(parts).ToList();

        bodies.Count.ShouldBeGreaterThan(7);
        foreach (var body in bodies)
        {
            var members = schemas[SchemaNames.Of(body)].Properties!;
            foreach (var property in body.GetProperties().Where(property => property.IsDefined(typeof(JsonPropertyNameAttribute))))
            {
                var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;
                LimitsOf(members[name]).ShouldBe(LimitsOf(property), $"{body.Name}.{name}");
            }
        }
    }

    private static Limits LimitsOf(IOpenApiSchema schema) => new(
        schema.MinLength ?? 0, schema.MaxLength, schema.MinItems, schema.MaxItems, NumberOf(schema.Minimum), NumberOf(schema.Maximum));

    private static Limits LimitsOf(PropertyInfo property)
    {
        var length = property.GetCustomAttribute<StringLengthAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        return new Limits(
            length?.MinimumLength ?? 0,
            // A day is written as year, month and day.
            length?.MaximumLength ?? (property.PropertyType == typeof(DateOnly?) ? 10 : null),
            property.GetCustomAttribute<MinLengthAttribute>()?.Length,
            property.GetCustomAttribute<MaxLengthAttribute>()?.Length,
            range is null ? null : Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture),
            range is null ? null : Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture));
    }

    private static decimal? NumberOf(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private sealed record Limits(int MinLength, int? MaxLength, int? MinItems, int? MaxItems, decimal? Minimum, decimal? Maximum);
}
