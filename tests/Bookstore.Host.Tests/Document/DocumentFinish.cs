using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bookstore.Samples;

/// <summary>The last touches to the document as a whole: tags, the page that shows it, and texts that were written for C#.</summary>
internal sealed partial class DocumentFinish : IDocumentFilter
{
    private const int MaxText = 1_048_576;
    private const int MaxTime = 40;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Books", "The catalogue."),
        ("Stock", "How many copies there are, and why."),
        ("Orders", "Orders and their payments."),
        ("Refunds", "Money of orders that goes back."),
        ("Returns", "Copies of orders that come back, and withdrawals."),
        ("Reservations", "Copies that carts hold."),
        ("Deliveries", "From scheduled to delivered."),
        ("Work", "Payments, refunds, bookings, events and notifications that are due or need a person."),
        ("Audits", "What is on record, compared with itself and with the gateways."),
        ("Customers", "What the shop keeps of a customer."),
        ("Events", "What happened, in one order for everybody."),
        ("Webhooks", "Addresses that the events are sent to."),
        ("Notifications", "What payment services and couriers send. No key needed: each is signed."),
        ("Health", "For load balancers and orchestrators. No key needed."),
        ("Document", "This document. No key needed."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        swaggerDoc.Paths.Add("/docs", DocsPage(swaggerDoc));
        LimitTexts(swaggerDoc);
        foreach (var schema in swaggerDoc.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            CleanUp(schema);
            foreach (var member in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
            {
                CleanUp(member);
            }
        }

        foreach (var parameter in swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Parameters ?? []))
        {
            if (parameter.Schema is OpenApiSchema schema)
            {
                CleanUp(schema);
                schema.Description = null;
                schema.MaxLength = schema.Format == "date-time" ? MaxTime : schema.MaxLength;
            }
        }
    }

    // Answers that are texts as a whole: this document, and the page that shows it.
    private static void LimitTexts(OpenApiDocument document)
    {
        foreach (var media in document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Responses!.Values).SelectMany(response => response.Content?.Values ?? []))
        {
            if (media.Schema is OpenApiSchema { Type: JsonSchemaType.String } text)
            {
                text.MaxLength = MaxText;
            }
        }
    }

    private static void CleanUp(OpenApiSchema schema)
    {
        schema.MinLength = schema.MinLength == 0 ? null : schema.MinLength;
        if (schema.Description is { } text)
        {
            schema.Description = ConstantName().Replace(OneOfConstants().Replace(text, string.Empty), match => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Groups[1].Value)}`");
        }
    }

    private static OpenApiPathItem DocsPage(OpenApiDocument document) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                OperationId = "getDocs",
                Summary = "Try the API",
                Description = "Swagger UI on this document. In Development, or where `Bookstore:Docs:Enabled` is `true`; else `404`.",
                Tags = new HashSet<OpenApiTagReference> { new("Document", document) },
                Security = [new OpenApiSecurityRequirement()],
                Responses = new OpenApiResponses
                {
                    ["200"] = new OpenApiResponse
                    {
                        Description = "The page.",
                        Content = new Dictionary<string, IOpenApiMediaType> { ["text/html"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } },
                    },
                    ["404"] = new OpenApiResponse { Description = "The page is not enabled." },
                    ["301"] = new OpenApiResponse { Description = "To the page, `/docs/index.html`." },
                },
            },
        },
    };

    [GeneratedRegex(@"(?::| or) one of Bookstore\.Contracts\.\w+(?:,? (?:or )?Bookstore\.Contracts\.\w+)*")]
    private static partial Regex OneOfConstants();

    [GeneratedRegex(@"Bookstore\.Contracts\.\w+\.(\w+)")]
    private static partial Regex ConstantName();
}
