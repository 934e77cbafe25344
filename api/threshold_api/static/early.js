// Tells the style sheet that scripts run, before anything is drawn.
document.body.classList.add("js-enabled", ..."noModule" in HTMLScriptElement.prototype ? ["govuk-frontend-supported"] : []);
