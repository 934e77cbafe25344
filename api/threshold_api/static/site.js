// The behaviour of the GOV.UK components. Every page works without it.
import { initAll } from "/static/vendor/govuk-frontend.min.js";

initAll();
