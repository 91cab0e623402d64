using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FlashFlow.WebFront.Documentation;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, and a page at <c>/docs</c> that shows it and needs nothing from elsewhere.</summary>
internal static class ApiDocument
{
    private const string Title = "FlashFlow";
    private const string Version = "1.0";
    private const string OperatorKey = "operatorKey";
    private const string ShopKey = "shopKey";
    private const string ViewerKey = "viewerKey";
    private const string ShopperToken = "shopperToken";

    private const string About =
        "Sells a scarce thing to a crowd. Errors are problem details (RFC 9457) with a `code` that stays the same for programs to rely on; "
        + "each call lists its own. An address where nothing is answers 404 `not_found`, a method that it does not take 405 `method_not_allowed`.";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeProblemAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = Title, Version = Version, Description = About, License = new() { Name = "MIT", Identifier = "MIT" } };
            document.Servers = []; // The one that sent the document: which address that has for callers, a proxy may know.
            document.AddComponent(OperatorKey, Bearer("A key of an operator: `FlashFlow__Front__OperatorKey`, or one of `FlashFlow__Front__Keys` with that role."));
            document.AddComponent(ShopKey, Bearer("A key of the shop, one of `FlashFlow__Front__Keys`; an operator's opens these calls, too."));
            document.AddComponent(ViewerKey, Bearer("A key of who only looks, one of `FlashFlow__Front__Keys`; an operator's opens these calls, too."));
            document.AddComponent(ShopperToken, Bearer(
                "A token that the shop has signed for a shopper, where `FlashFlow__Front__ShopperTokens` is `optional` or `required`; a key of the shop or an operator "
                + "opens these calls, too.", "JWT"));
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/v1.json");
        app.MapScalarApiReference("/docs", page => page
            .WithTitle(Title)
            .AddDocument("v1", Title)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton());
    }

    private static Task DescribeAsync(OpenApiOperation call, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var body = context.Description.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source == BindingSource.Body);
        foreach (var content in call.RequestBody?.Content?.Values ?? [])
            content.Example = Examples.Of(body?.Type, json);
        var shown = metadata.OfType<AnswerExample>().FirstOrDefault()?.Value;
        foreach (var answer in context.Description.SupportedResponseTypes)
        {
            foreach (var content in ContentOf(call, answer.StatusCode))
                content.Example = shown?.GetType() == answer.Type ? JsonSerializer.SerializeToNode(shown, shown!.GetType(), json) : Examples.Of(answer.Type, json);
        }

        foreach (var refusals in metadata.OfType<Refusals>().SelectMany(refusals => refusals.Problems).GroupBy(problem => problem.Status))
            Describe(call, refusals);
        if (metadata.OfType<NeededRole>().FirstOrDefault() is { } needed)
            call.Security = [.. SchemesOf(needed).Select(scheme => new OpenApiSecurityRequirement { [new(scheme, context.Document)] = [] })];
        else if (metadata.OfType<ShopperCall>().Any())
            call.Security = [new(), new() { [new(ShopperToken, context.Document)] = [] }]; // The empty one: where tokens are off or optional, none is needed.
        return Task.CompletedTask;
    }

    private static string[] SchemesOf(NeededRole needed) => needed.Role switch
    {
        null => [OperatorKey, ShopKey, ViewerKey],
        AccessRole.Viewer => [ViewerKey],
        AccessRole.Shop => [ShopKey],
        _ => [OperatorKey],
    };

    private static OpenApiSecurityScheme Bearer(string description, string? format = null) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = format, Description = description };

    private static void Describe(OpenApiOperation call, IGrouping<int, Problem> refusals)
    {
        foreach (var content in ContentOf(call, refusals.Key))
        {
            content.Examples = refusals.DistinctBy(problem => problem.Code).ToDictionary(
                problem => problem.Code, IOpenApiExample (problem) => new OpenApiExample { Summary = problem.Title, Value = JsonNode.Parse(problem.Body.Span) });
        }

        if (call.Responses?[Key(refusals.Key)] is OpenApiResponse response)
            response.Description = string.Join(", ", refusals.Select(problem => $"`{problem.Code}`").Distinct());
    }

    private static IEnumerable<OpenApiMediaType> ContentOf(OpenApiOperation call, int status) =>
        call.Responses?.TryGetValue(Key(status), out var response) == true ? response.Content?.Values ?? [] : [];

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static Task DescribeProblemAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            schema.Properties?["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The name of the error, which stays the same.",
            };
        }

        return Task.CompletedTask;
    }
}
