using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Bookstore.Samples;

/// <summary>The document gives each member the limits of its contract, by which bodies are read, and each parameter those of its handler.</summary>
public sealed class DocumentLimitTests
{
    [Fact]
    public async Task The_documents_limits_of_members_are_those_of_the_contracts()
    {
        await using var factory = Start();
        var schemas = DocumentOf(factory).Components!.Schemas!;
        var contracts = typeof(PlaceOrderBody).Assembly.GetExportedTypes().Where(static type => type.GetProperties().Any(IsMember)).ToList();

        contracts.Count.ShouldBeGreaterThan(25);

        // An address is one text or its parts, so that its type has no members of its own.
        schemas.Keys.ShouldBe(contracts.Select(SchemaNames.Of).Append(SchemaNames.Of(typeof(DeliveryAddress))), ignoreOrder: true);
        foreach (var contract in contracts)
        {
            var schema = schemas[SchemaNames.Of(contract)];
            var properties = contract.GetProperties().Where(IsMember).ToDictionary(static property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name);
            schema.Properties!.Keys.ShouldBe(properties.Keys, ignoreOrder: true, contract.Name);
            foreach (var (name, property) in properties.Where(static member => member.Value.PropertyType != typeof(DeliveryAddress)))
            {
                LimitsOf(schema.Properties[name], property).ShouldBe(LimitsOf(property), $"{contract.Name}.{name}");
            }
        }
    }

    [Fact]
    public async Task The_documents_required_members_of_bodies_are_those_of_the_contracts()
    {
        await using var factory = Start();
        var document = DocumentOf(factory);
        var bodies = document.Paths.Values.SelectMany(static path => path.Operations!.Values).Select(static operation => operation.RequestBody)
            .Where(static body => body?.Content!.ContainsKey("application/json") == true).ToList();

        bodies.Count.ShouldBeGreaterThan(7);
        foreach (var body in bodies)
        {
            var name = ((OpenApiSchemaReference)body!.Content!.Values.Single().Schema!).Reference.Id!;
            var type = typeof(PlaceOrderBody).Assembly.GetExportedTypes().Single(type => type.GetProperties().Any(IsMember) && SchemaNames.Of(type) == name);
            var required = type.GetProperties().Where(static property => property.IsDefined(typeof(RequiredMemberAttribute))).Select(static property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name).ToList();
            (document.Components!.Schemas![name].Required ?? new HashSet<string>()).ShouldBe(required, ignoreOrder: true, name);
            body.Required.ShouldBe(required.Count > 0, name);
        }
    }

    [Fact]
    public async Task The_documents_parameters_have_limits()
    {
        await using var factory = Start();
        var parameters = DocumentOf(factory).Paths.SelectMany(static path => path.Value.Operations!.SelectMany(operation => operation.Value.Parameters ?? []).Select(parameter => (path.Key, Parameter: parameter))).ToList();

        parameters.Count.ShouldBeGreaterThan(40);
        foreach (var (path, parameter) in parameters)
        {
            var schema = parameter.Schema!;
            var isLimited = schema.Type!.Value.HasFlag(JsonSchemaType.Boolean) || schema.MaxLength is not null || schema.Enum?.Count > 0 || (schema.Minimum is not null && schema.Maximum is not null);
            isLimited.ShouldBeTrue($"{path} {parameter.Name}");
        }
    }

    private static WebApplicationFactory<Program> Start() => new WebApplicationFactory<Program>().WithWebHostBuilder(static builder =>
        builder.UseEnvironment("Development").UseSetting("Bookstore:Store", "memory").ConfigureServices(static services => services.AddDocumentGenerator()));

    private static OpenApiDocument DocumentOf(WebApplicationFactory<Program> factory) => factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(DocumentGenerator.Name);

    private static bool IsMember(PropertyInfo property) => property.IsDefined(typeof(JsonPropertyNameAttribute));

    // What has names of its own, such as notes, is limited as a list of texts is.
    private static Limits LimitsOf(IOpenApiSchema schema, PropertyInfo property) => new(
        schema.MinLength ?? TextsOf(schema, property)?.MinLength ?? 0,
        schema.MaxLength ?? TextsOf(schema, property)?.MaxLength,
        schema.MinItems,
        schema.MaxItems ?? (property.IsDefined(typeof(MaxLengthAttribute)) ? schema.MaxProperties : null),
        NumberOf(schema.Minimum),
        NumberOf(schema.Maximum),
        schema.Not?.Enum is { } denied ? string.Join(' ', denied) : null);

    // The texts of a list or of notes that an attribute limits.
    private static IOpenApiSchema? TextsOf(IOpenApiSchema schema, PropertyInfo property) =>
        property.IsDefined(typeof(StringLengthAttribute)) ? schema.Items ?? schema.AdditionalProperties : null;

    private static Limits LimitsOf(PropertyInfo property)
    {
        var length = property.GetCustomAttribute<StringLengthAttribute>();
        var range = property.GetCustomAttribute<RangeAttribute>();
        var denied = property.GetCustomAttribute<DeniedValuesAttribute>();
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new Limits(
            length?.MinimumLength ?? 0,
            // A day is written as year, month and day; a time in UTC and milliseconds.
            length?.MaximumLength ?? (type == typeof(DateOnly) ? 10 : type == typeof(DateTimeOffset) ? 24 : null),
            property.GetCustomAttribute<MinLengthAttribute>()?.Length,
            property.GetCustomAttribute<MaxLengthAttribute>()?.Length,
            NumberOf(range?.Minimum),
            NumberOf(range?.Maximum),
            denied is null ? null : string.Join(' ', denied.Values));
    }

    // A decimal that is made of a double has 15 digits.
    private static decimal? NumberOf(object? bound) => bound switch { null => null, double number => (long)number, _ => Convert.ToDecimal(bound, CultureInfo.InvariantCulture) };

    private static decimal? NumberOf(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private sealed record Limits(int MinLength, int? MaxLength, int? MinItems, int? MaxItems, decimal? Minimum, decimal? Maximum, string? Denied);
}
