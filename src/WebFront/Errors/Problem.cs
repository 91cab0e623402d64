using System.Globalization;
using System.Text.Json;
using FlashFlow.WebFront.Rooms;
using Microsoft.AspNetCore.Diagnostics;

namespace FlashFlow.WebFront.Errors;

/// <summary>
/// An error answer: problem details (RFC 9457) with a <c>code</c> that stays the same for programs to rely on.
/// Its bytes are made once, because in a sale most answers are the same few refusals.
/// </summary>
public sealed class Problem : IResult
{
    private readonly byte[] body;
    private readonly string? detail;
    private readonly int? retryAfterSeconds;

    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">Stable name of the error.</param>
    /// <param name="title">What it is, the same for every occurrence.</param>
    /// <param name="detail">What it means here, null when the title says it all.</param>
    /// <param name="retryAfterSeconds">When asking again may help; null when it will not.</param>
    public Problem(int status, string code, string title, string? detail = null, int? retryAfterSeconds = null)
        : this(status, code, title, detail, retryAfterSeconds, writeMembers: null)
    {
    }

    private Problem(int status, string code, string title, string? detail, int? retryAfterSeconds, Action<Utf8JsonWriter>? writeMembers)
    {
        (Status, Code, Title, this.detail) = (status, code, title, detail);
        this.retryAfterSeconds = retryAfterSeconds;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            if (detail is not null)
                json.WriteString("detail", detail);
            json.WriteString("code", code);
            writeMembers?.Invoke(json);
            json.WriteEndObject();
        }

        body = buffer.ToArray();
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>Stable name of the error.</summary>
    public string Code { get; }

    /// <summary>What it is.</summary>
    public string Title { get; }

    /// <summary>The answer's JSON.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The same error with a sentence on this occurrence.</summary>
    public Problem With(string detail) => new(Status, Code, Title, detail, retryAfterSeconds);

    /// <summary>The same error of one line of an order.</summary>
    /// <param name="line">Which, from 0.</param>
    /// <param name="productId">The product that it could not be had of, which may be a part of the line's; null for none.</param>
    public Problem OfLine(int line, string? productId) => new(Status, Code, Title, detail, retryAfterSeconds, json =>
    {
        json.WriteNumber("line", line);
        if (productId is not null)
            json.WriteString("productId", productId);
    });

    /// <summary>The same error with what the caller is to do about it.</summary>
    public Problem Asking(WorkView work) => new(Status, Code, Title, detail, retryAfterSeconds, json =>
    {
        json.WriteStartObject("work");
        json.WriteString("challenge", work.Challenge);
        json.WriteNumber("bits", work.Bits);
        json.WriteNumber("expiresInMs", work.ExpiresInMs);
        json.WriteEndObject();
    });

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        if (retryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    /// <summary>Gives an answer that nobody wrote a body for (an unknown path, a wrong method) one of this form.</summary>
    public static Task WriteStatusCodeAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return Problems.ForStatus(status).ExecuteAsync(context.HttpContext);
    }
}
